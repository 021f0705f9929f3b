"""Forms of studies are made of their orders, and their answers come as table and picture."""

import base64

import pytest

from airdef.server.forms import ELSEWHERE, NOT_ASKED, shown
from airdef.server.studies import EXAMPLE, STUDIES, order_of
from server.service import ordered, until

SALVO = {"name": "ideal-salvo"}


def test_every_study_of_a_scenario_has_a_form_with_the_fields_of_its_order(client):
    found = {form["name"]: form for form in client.get("/api/studies").json()}
    assert set(found) == set(STUDIES) - ELSEWHERE
    for name, form in found.items():
        fields = order_of(name).model_json_schema()["properties"]
        assert set(form["form"]["properties"]) == set(fields) - NOT_ASKED
        assert form["of_scenario"] == ("scenario" in fields)
        assert all(field.get("description") for field in form["form"]["properties"].values()), name
    assert found["worth"]["required"] == ["options"]
    assert "altitude-10m" in found["claims"]["form"]["properties"]["ids"]["items"]["enum"]
    assert found["allocate"]["form"]["$defs"]["ProblemIn"]["examples"] == [EXAMPLE]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "order", "head", "words"),
    [
        ("worth", {"options": ["raid.0.count=9 for 1"], "replications": 64}, "option", "saves most leakers"),
        ("sweep", {"vary": ["raid.0.count=2,4"], "replications": 16}, "raid.0.count", "2 points"),
        ("saturation", {"most": 20, "precision": 0.5}, "", "leak"),
        ("influence", {"replications": 4}, "", ""),
        ("policies", {"policies": ["best-shot"], "replications": 4}, "policy", "nobody could do with fewer"),
        ("claims", {"ids": ["altitude-10m"]}, "claim", "altitude-10m: "),
        (
            "allocate",
            {"problem": EXAMPLE},
            "target",
            "Of a value of 15, 3.5 is expected to survive",
        ),
    ],
)
def test_an_answer_is_shown_as_sentences_table_and_picture(client, name, order, head, words):
    scenario = {"scenario": SALVO} if "scenario" in order_of(name).model_fields else {}
    job = until(client, ordered(client, name, **scenario, **order)["id"])
    assert job["state"] == "done", job
    found = client.get(f"/api/jobs/{job['id']}/shown").json()
    assert found["study"] == name
    assert words in " ".join(found["sentences"])
    assert head in found["head"][0]
    assert all(len(row) == len(found["head"]) for row in found["rows"])
    if found["picture"] is not None:
        kind, _, data = found["picture"].partition(",")
        assert kind == "data:image/svg+xml;base64"
        assert b"<svg" in base64.b64decode(data)
    assert (found["picture"] is None) == (name == "allocate")


def test_what_has_no_shown_answer_is_refused(client):
    job = until(client, ordered(client, "run", scenario=SALVO, replications=16)["id"])
    answer = client.get(f"/api/jobs/{job['id']}/shown")
    assert answer.status_code == 409
    assert "a study that is done expected" in answer.json()["error"]


def test_rows_that_are_too_many_are_counted():
    class Long:
        def headline(self):
            return "many"

        def brief(self):
            return ("a",), [(str(k),) for k in range(205)]

        def plot(self):
            raise ValueError("no figure")

    found = shown("sweep", Long())
    assert (found["sentences"], len(found["rows"]), found["left_out"], found["picture"]) == (["many"], 200, 5, None)
