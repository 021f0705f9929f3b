"""What docs/campaigns.md shows is run as it stands there."""

import re
import shlex
from pathlib import Path

from airdef.cli import main

PAGE = Path(__file__).parents[1] / "docs" / "campaigns.md"


def test_every_example_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    names = {}
    blocks = re.findall(r"^```(\w+)\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    for kind, text in blocks:
        if kind == "sh":
            for line in text.splitlines():
                assert main(shlex.split(line)[1:]) == 0, line
        else:
            exec(compile(text, str(PAGE), "exec"), names)  # the page's own words, not a user's
    assert [kind for kind, _ in blocks].count("python") == 4
    assert names["answer"].fetchall()[0][0] == 0
    assert names["units"].fetchall()[0][0] > 0
    assert len(names["worst"]) == 3
    assert "60,000 replications of seed 1" in capsys.readouterr().out
