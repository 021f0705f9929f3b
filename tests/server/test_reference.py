"""The catalogue and the claims through the service."""

from airdef import catalogue
from airdef.server.routes_scenarios import slug
from airdef.studies.claims import definitions as claims


def test_every_entry_is_listed_and_read(client):
    listed = client.get("/api/catalogue").json()
    assert [e["name"] for e in listed] == [e.name for e in catalogue.load().entries()]
    assert len({e["id"] for e in listed}) == len(listed)
    for entry in listed:
        body = client.get(f"/api/catalogue/{entry['id']}")
        assert body.status_code == 200
        assert body.json()["name"] == entry["name"]


def test_an_entry_brings_its_claims_and_all_their_sources(client):
    body = client.get("/api/catalogue/s-300pmu-2").json()
    known = catalogue.load()
    sources = {s["source"] for s in body["sources"]}
    assert {s for r in body["adopted_values"].values() for s in r["sources"]} <= sources
    assert {c["source"] for c in body["claims"] if c["source"]} <= sources
    assert [c["claim"] for c in body["claims"]] == [c.claim for c in known.claims("S-300PMU-2")]


def test_aliases_are_found_and_unknown_names_answered_with_the_nearest(client):
    assert client.get("/api/catalogue/s300pmu2").json()["name"] == "S-300PMU-2"
    answer = client.get("/api/catalogue/s-300pmu-9")
    assert answer.status_code == 404
    assert "S-300PMU" in answer.json()["error"]


def test_ids_are_plain():
    assert slug("36D6 / ST-68U (Tin Shield)") == "36d6-st-68u-tin-shield"


def test_claims_are_those_that_can_be_run(client):
    known = catalogue.load()
    assert [c["id"] for c in client.get("/api/claims").json()] == [c.id for c in claims.load(known)]
