"""References in words and in BibTeX: the right words, and nothing that BibTeX or LaTeX would stumble over."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from airdef.catalogue import Source, load
from airdef.catalogue.citation import bibliography, bibtex, plain, reference
from catalogue.bibtex import read, unescaped

HANDBOOK = Source(
    "blake-1980",
    "Radar range-performance analysis, 2nd edition",
    "https://example.org/blake_1980?page=1&x=100%25",
    "reference",
    author="Blake, Lamont Vincent; Institute of Masts & Radars",
    date="1980-07-04",
    number="Report NRL_8 #3",
    publisher="Lexington {Books",
    accessed="2024-02-29",
    via="quoted in A 100% note, https://example.org/a_b",
    cites="Somebody; ~nobody^2",
)


def test_a_reference_has_all_its_parts_in_the_order_of_a_list_of_references() -> None:
    assert reference(HANDBOOK) == (
        "Blake, L. V. and Institute of Masts & Radars (1980, 4 July). Radar range-performance analysis, 2nd edition. "
        "Report NRL_8 #3. Lexington {Books. https://example.org/blake_1980?page=1&x=100%25 (accessed 29 February "
        "2024). Quoted in A 100% note, https://example.org/a_b. Citing Somebody; ~nobody^2."
    )


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (
            "globalsecurity-s-300pmu2-page",
            "GlobalSecurity.org (n.d.). [Page on the S-300PMU2]. "
            "https://www.globalsecurity.org/military/world/russia/s-300pmu2.htm. "
            "Quoted in Map.io (vinaymoger1836), research/01-sam-launcher.json, "
            "https://github.com/vinaymoger1836/Map.io/blob/HEAD/research/01-sam-launcher.json.",
        ),
        (
            "interfax-19-apr-2016-russia-delivers-first",
            "Interfax (2016, 19 April). Russia delivers first shipment of S-300 to Iran. "
            "https://interfax.com/newsroom/top-stories/32542/",
        ),
        (
            "world-bulletin-reuters-jul-2010",
            "World Bulletin (2010, July). Russia to sell S-300 missiles to Azerbaijan instead of Iran. "
            "https://www.worldbulletin.net/asia-pacific/russia-to-sell-s-300-missiles-to-azerbaijan-instead-of-iran-h61975"
            ".html. Citing Reuters.",
        ),
        (
            "tehran-moscow-coop-vital-to-fight-terrorism",
            "Tehran-Moscow Coop. Vital to Fight Terrorism (2016, April). Printed press report. No address known.",
        ),
        (
            "cmo-db-request-6638",
            "trujillocorreo (2025, 7 November). SA-23 (S-300V4 / 9K83-4). Modification and reorganization. "
            "CMO database requests, issue 6638. https://github.com/PygmalionOfCyprus/cmo-db-requests/issues/6638",
        ),
        (
            "itu-r-p-839-4",
            "International Telecommunication Union (2013, September). Rain height model for prediction methods. "
            "Recommendation ITU-R P.839-4. https://www.itu.int/rec/R-REC-P.839. "
            "Computed with ITU-Rpy, https://github.com/inigodelportillo/ITU-Rpy.",
        ),
    ],
)
def test_a_reference_reads_as_one(source: str, words: str) -> None:
    assert reference(load().source(source)) == words


def test_plain_data_holds_every_cell_and_the_reference() -> None:
    told = plain(HANDBOOK)
    assert told["reference"] == reference(HANDBOOK)
    assert {name: told[name] for name in ("source", "kind", "date", "accessed")} == {
        "source": "blake-1980",
        "kind": "reference",
        "date": "1980-07-04",
        "accessed": "2024-02-29",
    }


def test_bibtex_escapes_text_and_leaves_addresses() -> None:
    [(kind, fields)] = read(bibtex(HANDBOOK, "blake-1980")).values()
    assert kind == "techreport"
    assert fields["author"] == r"Blake, Lamont Vincent and {Institute of Masts \& Radars}"
    assert fields["title"] == "{Radar range-performance analysis, 2nd edition}"  # no style makes capitals small
    assert (fields["type"], fields["number"]) == ("Report", r"NRL\_8 \#3")
    assert (fields["year"], fields["month"], fields["day"]) == ("1980", "jul", "4")
    assert (fields["url"], fields["urldate"]) == (HANDBOOK.address, "2024-02-29")
    assert fields["howpublished"] == r"Lexington \textbraceleft{}Books"
    assert unescaped(fields["howpublished"]) == HANDBOOK.publisher
    assert unescaped(fields["note"]) == ("Quoted in A 100% note, https://example.org/a_b. Citing Somebody; ~nobody^2")


def test_every_source_makes_an_entry_that_bibtex_reads() -> None:
    known = load().sources
    entries = read("\n\n".join(bibliography(known.values())))
    assert list(entries) == list(known)
    for key, (kind, fields) in entries.items():
        source = known[key]
        assert re.fullmatch(r"\d{4}|n\.d\.", fields["year"]), key
        assert fields["year"] == (source.date[:4] or "n.d."), key
        assert kind == ("techreport" if source.number else "misc"), key
        assert unescaped(fields["title"]) == source.title
        for name in ("author", "howpublished", "note"):
            unescaped(fields.get(name, ""))
        assert fields.get("url", "") == source.address
        assert "," in fields.get("author", "") or fields.get("author", "{").startswith("{"), key
    assert entries["itu-r-m-1464-2"][1]["number"] == "ITU-R M.1464-2"


def test_a_source_of_a_scenario_may_stand_in_print_and_have_any_id() -> None:
    printed = Source(
        "Брошюра", "A brochure", "Library of Port City, shelf 3_b", "press", author="Works, Inc., Port City"
    )
    assert reference(printed) == "Works, Inc., Port City (n.d.). A brochure. Library of Port City, shelf 3_b."
    ids = ["a b", "a_b", "a  b", "airdef", "Брошюра", "%"]
    entries = read("\n\n".join(bibliography([replace(printed, source=i) for i in ids], ["airdef"])))
    assert list(entries) == ["a-b", "a-b-2", "a-b-3", "airdef-2", "source", "source-2"]
    _, fields = entries["source"]
    assert fields["author"] == "{Works, Inc., Port City}"
    assert fields["howpublished"] == r"Library of Port City, shelf 3\_b"
    assert not {"url", "note"} & set(fields)


def test_every_reference_has_a_year_or_says_that_there_is_none() -> None:
    for source in load().sources.values():
        words = reference(source)
        assert re.search(r" \(((19|20)\d\d(, (\d{1,2} )?[A-Z][a-z]+)?|n\.d\.)\)\. ", words), words
        assert source.address in words if source.address else "No address known." in words
        assert not re.search(r"\.\.|\s\.|not recorded|  ", words), words


@pytest.mark.parametrize(
    "text",
    ["@misc{a, title = {x}} @misc{a, title = {y}}", "@misc{a, title = {x}", "@misc{a, year = {1990}}", "@book{a}", "a"],
)
def test_the_reader_refuses_what_bibtex_would(text: str) -> None:
    with pytest.raises(AssertionError):
        read(text)


@pytest.mark.parametrize("text", ["a_b", "100%", r"a\b", "A & B", "x^2"])
def test_the_reader_refuses_what_latex_would(text: str) -> None:
    with pytest.raises(AssertionError):
        unescaped(text)
