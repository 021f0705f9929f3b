"""What docs/environments.md shows runs as it stands there, and its tables are the spaces."""

import re
from pathlib import Path

from airdef.environments.spaces import FIELDS, table

PAGE = (Path(__file__).parents[2] / "docs" / "environments.md").read_text(encoding="utf-8")


def test_the_examples_run_one_after_the_other(capsys):
    names: dict[str, object] = {}
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 7
    for block in blocks:
        exec(compile(block, "docs/environments.md", "exec"), names)
    told = capsys.readouterr().out
    assert "-11 is paid: 11 leakers" in told
    assert "162 85 (unit 1, track 3, salvo 2)" in told


def test_the_tables_are_the_spaces():
    assert all(table(name) in PAGE for name in FIELDS)
