"""Scenarios through the service: the same answers, and the same words, as on the command line."""

import json

import pytest

import airdef
from airdef import catalogue
from airdef.cli import main
from airdef.scenario import json_schema, names
from airdef.server.library import NAME, yaml_of

OWN = """\
name: My raid
description: A comment is kept.
defence:
  - {system: S-300PMU-2, at: [0.05, 0.10], fire_units: 1}
assets:
  - {name: port, at: [0.0, 0.0]}   # here
raid:
  - {threat: fighter, count: 2, route: [[-1.0, -1.0], [0.0, 0.0]], aims_at: port}
"""


def test_the_bundled_ones_are_listed_with_their_titles(client):
    found = {s["name"]: s for s in client.get("/api/scenarios").json()}
    assert set(names()) <= set(found)
    assert found["port-raid"]["title"] == "Port raid"
    assert found["port-raid"]["bundled"]
    assert found["port-raid"]["modified"] is None


def test_one_is_read_as_text_and_as_data(client):
    entry = client.get("/api/scenarios/port-raid").json()
    assert entry["yaml"].startswith("# yaml-language-server")
    assert entry["declaration"]["raid"][0]["count"] == 8
    assert client.get("/api/scenarios/port-raidd").status_code == 404
    assert "nearest is 'port-raid'" in client.get("/api/scenarios/port-raidd").json()["error"]


def test_own_ones_are_saved_read_and_deleted(client):
    saved = client.put("/api/scenarios/mine-1", json={"yaml": OWN})
    assert saved.status_code == 200
    assert saved.json()["yaml"] == OWN
    listed = {s["name"]: s for s in client.get("/api/scenarios").json()}["mine-1"]
    assert (listed["title"], listed["bundled"]) == ("My raid", False)
    assert listed["modified"]
    assert client.post("/api/validate", json={"name": "mine-1"}).json()["summary"]["threats"] == 2
    assert client.delete("/api/scenarios/mine-1").status_code == 204
    assert client.get("/api/scenarios/mine-1").status_code == 404
    assert client.delete("/api/scenarios/mine-1").status_code == 404


def test_settings_are_saved_into_the_declaration(client):
    spec = {"name": "port-raid", "set": {"raid.0.count": 12, "assets.port.value": 3}}
    saved = client.put("/api/scenarios/mine-2", json=spec).json()
    assert saved["declaration"]["raid"][0]["count"] == 12
    assert (
        airdef.load("port-raid", {"raid.0.count": 12, "assets.port.value": 3}).scenario_hash
        == (client.post("/api/validate", json={"name": "mine-2"}).json()["summary"]["scenario_hash"])
    )
    client.delete("/api/scenarios/mine-2")


def test_a_declaration_is_saved_as_yaml_that_means_the_same(client):
    declaration = client.get("/api/scenarios/port-raid").json()["declaration"]
    saved = client.put("/api/scenarios/mine-3", json={"declaration": declaration}).json()
    assert saved["declaration"] == declaration
    assert "\n" in saved["yaml"]
    client.delete("/api/scenarios/mine-3")


def test_texts_that_yaml_would_read_otherwise_are_kept():
    for text in ("yes", "1e3", "2000-01-01", "~", "a: b", "#", "0x1F", "é ☃", " x ", "a\nb", "", "null", "1_000"):
        data = {"name": text, "list": (text, 1, 2.5, True, None, {"deep": text})}
        from airdef.scenario.document import read_text

        assert read_text(yaml_of(data)).data == data


def test_bundled_ones_stay_as_they_are(client):
    assert client.put("/api/scenarios/port-raid", json={"yaml": OWN}).status_code == 409
    assert client.delete("/api/scenarios/port-raid").status_code == 409


def test_a_broken_one_is_refused_in_the_words_of_the_command_line(client, capsys):
    answer = client.put("/api/scenarios/mine-4", json={"name": "port-raid", "set": {"raid.0.cout": 12}})
    assert answer.status_code == 422
    body = answer.json()
    assert body["problems"][0]["nearest"][0] == "count"
    assert main(["validate", "port-raid", "--set", "raid.0.cout=12"]) == 2
    told = capsys.readouterr().err
    assert body["problems"][0]["text"].partition("raid.0.cout: ")[2] in told
    assert client.get("/api/scenarios/mine-4").status_code == 404


def test_validation_answers_as_the_command_line_does(client, capsys):
    body = client.post("/api/validate", json={"name": "port-raid", "set": {"raid.0.count": 9}}).json()
    assert body["valid"]
    assert body["problems"] == []
    assert main(["validate", "port-raid", "--set", "raid.0.count=9", "--json"]) == 0
    assert body["summary"] == json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"yaml": "name: x\nraid: ["}, "YAML"),
        ({"yaml": ""}, "a scenario"),
        ({"declaration": {}}, "'name'"),
        ({"name": "prot-raid"}, "one of"),
    ],
)
def test_broken_ones_are_no_errors_of_validation(client, spec, expected):
    body = client.post("/api/validate", json=spec)
    assert body.status_code == 200
    assert not body.json()["valid"]
    assert expected in body.json()["problems"][0]["expected"]
    problem = body.json()["problems"][0]
    assert set(problem) == {"path", "given", "expected", "nearest", "fix", "line", "column", "text"}


@pytest.mark.parametrize(
    "spec",
    [{}, {"name": "port-raid", "yaml": "x"}, {"title": "port-raid"}, {"name": "../port-raid"}, {"name": 3}, []],
)
def test_a_spec_says_one_thing(client, spec):
    answer = client.post("/api/validate", json=spec)
    assert answer.status_code == 422
    assert "error" in answer.json()


def test_no_request_names_a_file(client, tmp_path):
    (tmp_path / "ground.tif").write_bytes(b"II*\0")
    for path in (str(tmp_path / "ground.tif"), "../../ground.tif", "/etc/passwd"):
        spec = {"name": "port-raid", "set": {"environment.terrain.dem": path}}
        problem = client.post("/api/validate", json=spec).json()["problems"][0]
        assert problem["expected"] == "a bundled elevation model (island)"
        assert "exist" not in problem["text"]  # nothing is said about the file
        for own in (path, {"file": path}):
            problem = client.post("/api/validate", json={"name": "port-raid", "set": {"catalogue": own}}).json()[
                "problems"
            ][0]
            assert problem["expected"] == "entries of your own in the scenario itself"
            assert "exist" not in problem["text"]
    assert client.post("/api/validate", json={"name": "island"}).json()["valid"]


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 100_000, b'{"yaml": "\\ud800"}', b'{"set": {"a": 1e999}}'])
def test_ill_formed_bodies_are_told_so(client, body):
    answer = client.post("/api/validate", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 422)
    assert "error" in answer.json()


def test_deep_and_odd_specs_are_told_so(client):
    deep = "x"
    for _ in range(500):
        deep = [deep]
    for spec in (
        {"declaration": {"name": deep}},
        {"name": "port-raid", "set": {"raid.0.count": deep}},
        {"declaration": {"\ud800": 1}},
        {"\ud800": 1},
    ):
        content = json.dumps(spec)
        answer = client.post("/api/validate", content=content, headers={"content-type": "application/json"})
        assert answer.status_code == 422, content[:50]


def test_the_schema_is_the_published_one(client):
    assert client.get("/api/schema").json() == json_schema()


def test_about_says_what_answers(client):
    body = client.get("/api/about").json()
    assert body["version"] == airdef.__version__
    assert body["catalogue_hash"] == catalogue.load().content_hash
    assert body["limits"]["replications"] == 10_000_000


def test_names_match_what_scenarios_are_called():
    import re

    assert all(re.match(NAME, name) for name in names())
