import re

from airdef.outcome.provenance import cite_bibtex, cite_text
from outcome.fakes import Catalogue, scenario


def test_text_names_sources_assumptions_and_replacements():
    text = cite_text(scenario(), Catalogue())
    assert "[1] Missiles & masts, 100% of S1_A. https://example.org/a_b" in text
    assert "for: 48N6E2 sspk.aircraft, S-300PMU-2 reaction_time" in text
    assert "Assumed, without a source: 1" in text
    assert "fighter rcs_tail = 3 m2: nose and tail taken alike" in text
    assert "Replaced by the scenario: 1" in text


def test_bibtex_is_well_formed_and_escaped():
    bib = cite_bibtex(scenario(), Catalogue())
    assert bib.startswith("@software{airdef,")
    assert re.findall(r"@misc\{([^,]+),", bib) == ["S1", "S2"]
    assert r"Missiles \& masts, 100\% of S1\_A" in bib
    assert "url = {https://example.org/a_b}" in bib  # an address is not escaped
    assert r"howpublished = {repo/path\#1}" in bib
    unescaped = re.sub(r"\\[{}]", "", bib)
    assert unescaped.count("{") == unescaped.count("}")
