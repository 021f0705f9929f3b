"""What docs/doctrine.md shows is run as it stands there, and gives what it says."""

import json
import re
import shlex
from pathlib import Path

from airdef.cli import main

PAGE = Path(__file__).parents[1] / "docs" / "doctrine.md"


def test_both_examples_say_what_the_page_says(capsys):
    (block,) = re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    per_missile, value = block.splitlines()
    assert main(shlex.split(per_missile)[1:]) == 0
    assert "per missile: salvo.aircraft=1: 0.7" in capsys.readouterr().out
    assert main(shlex.split(value)[1:]) == 0
    assert json.loads(capsys.readouterr().out)["doctrines"][0]["doctrine"] == "salvo.aircraft=3"
