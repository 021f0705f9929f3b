import json

import pytest

from airdef.cli import main


def test_catalogue_as_json(capsys):
    assert main(["catalogue", "show", "S-300PMU-2", "--json"]) == 0
    entry = json.loads(capsys.readouterr().out)
    assert entry["adopted_values"]["target_channels"]["nominal"] == 6
    assert main(["catalogue", "transfers", "--to", "Iran", "--json"]) == 0
    transfers = json.loads(capsys.readouterr().out)
    assert transfers
    assert all("Iran" in (*t["operators"], *t["via"]) for t in transfers)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["catalogue", "list", "--kind", "radar"], ["64N6E2", "30N6E2"]),
        (["catalogue", "show", "s-300pmu-2 favorit"], ["S-300PMU-2", "48N6E2", "target_channels", "grade"]),
        (["catalogue", "sources"], ["address"]),
        (["catalogue", "laws"], ["checked against", "max_range.*", "nothing"]),
        (["catalogue", "transfers", "--to", "Iran"], ["Iran", "S-300PMU-2"]),
        (["catalogue", "transfers", "--to", "Atlantis"], ["no such transfer"]),
    ],
)
def test_catalogue_as_tables(arguments, words, capsys):
    assert main(arguments) == 0
    out = capsys.readouterr().out
    for word in words:
        assert word in out
