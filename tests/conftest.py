"""What every test may use: `validated` asserts a comparison with a reference and notes it for the validation page.

`pytest --validation-page docs/validation/index.md` writes the page from what the tests of this run compared; no
page is written if a test failed.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from validation.inventory import used_by
from validation.record import compared, module_of, packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable

    from validation.record import Row

# CI tries the same examples each time, so that a commit passes or fails for what it is; elsewhere they are new.
settings.register_profile("ci", derandomize=True, print_blob=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

TESTS = Path(__file__).parent
NOTED = pytest.StashKey[list["Row"]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--validation-page", type=Path, metavar="PATH", help="write the validation page to PATH")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[NOTED] = []
    config.pluginmanager.register(Notes(config), "validation-notes")


class Notes:
    """Gathers the rows of all tests, on the process that the workers report to."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        # Workers' reports come back through here as well; teardown repeats what the call has said.
        if report.when == "call":
            rows = [unpacked(value) for name, value in report.user_properties if name == "validated"]
            self.config.stash[NOTED] += rows

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        page = self.config.getoption("--validation-page")
        if page is None or hasattr(self.config, "workerinput"):
            return
        if exitstatus != pytest.ExitCode.OK:
            print(f"\n{page} is not written: a page of failed checks would not be true")
            return
        from validation.page import write

        write(page, self.config.stash[NOTED])


@pytest.fixture
def validated(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Return a function that asserts a comparison and notes it: see `validation.record.compared`.

    The module is the one that the test file mirrors, unless `module` names another.
    """

    def check(*values: object, module: str = "", **named: object) -> None:
        of = module or module_of(request.path, TESTS)
        given = getattr(request.node, "callspec", None)
        used = used_by(request.function, given.params.values() if given else ())
        functions = tuple(sorted(name for name in used if name.rpartition(".")[0] == of))
        row = compared(of, *values, functions=functions, **named)  # type: ignore[arg-type]
        request.node.user_properties.append(("validated", packed(row)))

    return check
