"""Words that were replaced: how each is recognised, and the few places that may have it, each with its reason.

A line is looked at twice: in lower case, and with its names taken apart into lower-case words (`phantomCount`,
`phantom_count`: "phantom count"). Many of the words are plain English in another sense: the patterns and `innocent`
tell the senses apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]

ALIASES = "defines the name as an alias that warns"
COMMENTS = "comments of the engine"
PARQUET = "a row group of Parquet"
PYPROJ = "a class of pyproj"
ARIA = "a role of WAI-ARIA, or a method of JavaScript"
UNTIL = "reads the scene's field by the name that it has until 0.2.0"
REPLAY = "the page's replay is played, which words.md allows"

ANYWHERE = {
    "CHANGELOG.md": "tells what names were called before",
    "src/airdef/oldnames.py": "is the table of old names",
}


@dataclass(frozen=True)
class Retired:
    """A word of docs/words.md: what finds it, what must be found and what must not, and where it may be."""

    before: str
    pattern: str
    caught: tuple[str, ...]
    innocent: tuple[str, ...] = ()
    allowed: dict[str, str] = field(default_factory=dict)

    def found(self, line: str) -> bool:
        """Tell whether a line has the word."""
        return any(re.search(self.pattern, text) for text in (line.lower(), apart(line)))


def apart(line: str) -> str:
    """Return a line with its names taken apart into words, in lower case."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|_", " ", line).lower()


@lru_cache(None)
def both(text: str) -> tuple[str, str]:
    """Return a whole text as it is searched."""
    return text.lower(), apart(text)


NOT_NOUN = (
    r"(?! (name|figure|field|unit|asset|entry|claim|key|word|origin|one|column|measure|option|argument|source|value"
    r"|system|command|file|fault)s?\b)"
)

WORDS = (
    Retired(
        "luck", r"\bluck(y|ier|ily)?\b", ("same luck", "luck_of(replication)"), ("pluck",),
    ),
    Retired(
        "history", r"\bhistor(y|ies)\b",
        ("histories per second", "class History:", "n_histories = 3"), ("prehistory",),
        {
            "web/src/*": "the browser's history, and addresses of an earlier version",
            "src/airdef/studies/uncertainty/twolevel.py": ALIASES,
        },
    ),
    Retired(
        "play", r"(?<!cesium )(?<!earth )\bplay(s|ed|ing)?\b",
        ("the engine plays a replication", "def play_many():", "_play = 1"),
        ("playback", "as Cesium plays it", "as Google Earth plays it", "display"),
        {"web/src/*": REPLAY, "benchmarks/page.py": REPLAY},
    ),
    Retired(
        "reading",
        r"\breadings\b|\b(a|the|published|copied|first|any|each|every) reading\b(?! of a file)|\bclass reading\b",
        ("the readings of an entry", "READINGS = 1", "a published reading", "class Reading:"),
        ("Reading a file is the edge's matter", "reading ends at the first value", "That is our reading of it"),
        {
            "src/airdef/scenario/numerals.py": "how a text such as 30,000 may be read",
            "src/airdef/scenario/plan.py": ALIASES,
        },
    ),
    Retired(
        "unknown",
        r"\bunknowns\b|(?<![a-z] as )\b(an|the|no|each|every|that|other) unknown\b(?! [a-z]+\b(?<!is)(?<!was)(?<!may))"
        + NOT_NOUN,
        ("unknowns = 3", "No unknown is shown to matter", "one axis for an unknown, and", "no unknown may"),
        ("an unknown unit", "the unknown name 'x'", "as unknown as T", "for an unknown asset and numbers"),
        {"src/airdef/studies/uncertainty/study.py": ALIASES},
    ),
    Retired(
        "chance, ignorance", r"(?<!epistemic \()(?<!epistemic uncertainty \()\bignorance\b",
        ("the ignorance of sources", "ignorance_sd = 1"),
        ("epistemic (ignorance)", "epistemic uncertainty (ignorance)"),
        {
            "docs/words.md": "explains epistemic uncertainty by it",
            "web/src/help/glossary.ts": "docs/words.md as the page has it",
            "src/airdef/studies/uncertainty/twolevel.py": ALIASES,
        },
    ),
    Retired(
        "states of the world", r"\bstates? of the world\b|--states\b",
        ("in 100 states of the world", "--states 100"), ("the state of a replication",),
    ),
    Retired(
        "bears out, cannot be told", r"\b(bears?|borne|bore) out\b|\bcannot be told\b(?! (from|apart|where))",
        ("which bears out the claim", "whether A is better cannot be told: +0.1"),
        ("cannot be told from the best", "cannot be told apart", "no rule can tell that"),
    ),
    Retired(
        "strike out, believe", r"\b(str(ike|ikes|iking)|struck) out\b|\bstruck\b|--believe\b|\bbelieve ?=",
        ("a source is struck out", "struck = ()", "--believe hq9", "believe=None"),
        ("Why believe it", "can be believed"),
        {
            "src/airdef/studies/uncertainty/study.py": ALIASES,
            "src/airdef/studies/uncertainty/sensitivity.py": ALIASES,
        },
    ),
    Retired(
        "the floor", r"\brng floor\b|\b(over|of|above|near) the floor\b(?! of)|^\s*floor = shown",
        ("twice over the floor", "rng_floor = 3"), ("the floor of an envelope", "sea floor", "math.floor"),
    ),
    Retired(
        "reach", r"airdef reach\b|\breach study\b|\b(every|its|their) reach is met|\"reach\":|\bclass reach\b",
        ("`airdef reach island`", "every reach is met", '"reach": ["<=", 3]', "class Reach:"),
        ("how far a missile reaches", "physics.reach", "out of reach"),
    ),
    Retired(
        "group", r"(?<![.-])\bgroups?\b(?! ?by\b)(?!\()(?<!multi geometry)",
        ("the group of a threat", "groups = []", "group_of(threat)"),
        ("groupby(x)", "group_by('a')", "found.group(1)", "found.groups()", "--group docs", "dependency-groups"),
        {
            "src/airdef/outcome/row*.py": PARQUET, "src/airdef/limits.py": PARQUET,
            "src/airdef/terrain/heights.py": PYPROJ, "src/airdef/terrain/place.py": PYPROJ,
            "src/airdef/scenario/numerals.py": "a group of three digits",
            "src/airdef/studies/limits.py": ALIASES,
            "src/airdef/engine/*": COMMENTS,
            "src/airdef/server/models_scene.py": "the alias of `formation`",
            "src/airdef/server/scene.py": "the alias of `formation`",
            "web/src/model/service.ts": "the alias of `formation`",
            "web/src/globe/*": UNTIL,
            "web/src/replay/*": ARIA, "web/src/run/results.tsx": ARIA, "web/src/ui/*": ARIA,
        },
    ),
    Retired("rail", r"\brails?\b", ("unit.rail", "missiles on the rails"), ("trail", "guardrail")),
    Retired(
        "weapon", r"^(?!.*(release|releasing|carrier|homing|design|assign)).*\bweapons?\b",
        ("one of the unit's weapons", "weapon = 0", "a weapon hits"),
        ("released weapons", "Weapons per carrier", "does not design weapons", "weapon-target assignment"),
        {
            "src/airdef/allocation/*": "the literature's weapon-target assignment problem",
            "src/airdef/cli/answers/allocate.py": "the literature's weapon-target assignment problem",
            "src/airdef/cli/commands/allocate.py": "the literature's weapon-target assignment problem",
            "src/airdef/requests/assignment.py": "the literature's weapon-target assignment problem",
            "src/airdef/server/models_studies.py": "the literature's weapon-target assignment problem",
            "src/airdef/studies/allocation.py": "the literature's weapon-target assignment problem",
            "web/src/model/service.ts": "the literature's weapon-target assignment problem",
            "docs/allocation.md": "the literature's weapon-target assignment problem",
            "src/airdef/formats/acmi.py": "a type of Tacview",
            "src/airdef/scenario/raid.py": "released weapons, of which the line before speaks",
            "examples/mast.py": "plain English",
        },
    ),
    Retired(
        "tries", r"[\"'`]tries[\"'`]|\.tries\b|:tries\b|\btries (=|:)",
        ('"tries": 3', "threat.tries", "tries = 0", "class:srbm:tries"), ("the search tries others",),
    ),
    Retired("phantom", r"\bphantoms?\b", ("a phantom", "phantoms", "PHANTOMS = 1", "phantomCount")),
    Retired(
        "gone", r"[\"'`:]gone[\"'`]|\.gone\b|fate\.gone",
        ('fate == "gone"', "Fate.GONE", "class:srbm:gone'"), ("the service is gone", "gone = True"),
        {
            "src/airdef/outcome/header.py": "a file that is gone",
            "web/src/ui/*": "the banner of a service that is gone",
        },
    ),
    Retired("never existed", r"\bnever existed\b", ("never_existed", "it never existed"), ("what existed",)),
    Retired(
        "foresee, crowds", r"\bforesee|\bcrowds?\b|\bpump(s|ed)?\b|\burgency\b|\bforgetful\b",
        ("foresee(tb)", "Crowds: how many", "pump(queue)", "urgency = 1", "class Forgetful:"), ("crowded",),
        {"src/airdef/engine/*": COMMENTS},
    ),
    Retired(
        "Known, Asked, Found, Supply", r"^\s*class (known|asked|found|supply)\b",
        ("class Found:", "class Asked(Base):"), ("class Findings:", "UnknownName"),
    ),
)  # fmt: skip


def places() -> Iterator[tuple[str, str]]:
    """Yield the path and the text of what a reader of code, help, documentation and page sees."""
    files = [
        *ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("scenarios/*.yaml"),
        *(p for folder in ("src", "examples", "benchmarks", "tools") for p in ROOT.glob(f"{folder}/**/*.py")),
        *ROOT.glob("docs/validation/results/*.json"), *ROOT.glob("benchmarks/runs/*.json"),
        *ROOT.glob("web/src/**/*.ts"), *ROOT.glob("web/src/**/*.tsx"), *ROOT.glob("web/src/**/*.css"),
        ROOT / "web/index.html",
    ]  # fmt: skip
    for path in sorted(set(files)):
        name = path.relative_to(ROOT).as_posix()
        if name not in ANYWHERE and "/server/page/" not in name and path.is_file():
            text = path.read_text(encoding="utf-8")
            yield name, text.partition("\n## Retired words")[0] if name == "docs/words.md" else text


def table() -> list[str]:
    """Return the first column of the table of retired words in docs/words.md."""
    text = (ROOT / "docs" / "words.md").read_text(encoding="utf-8").partition("\n## Retired words")[2]
    return [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("|")][2:]


def hits(word: Retired, name: str, text: str) -> list[str]:
    """Return the lines of a file that have a word, with their numbers."""
    if not any(re.search(word.pattern, whole, re.MULTILINE) for whole in both(text)):
        return []
    return [f"{name}:{k}: {line.strip()[:120]}" for k, line in enumerate(text.splitlines(), 1) if word.found(line)]


def permitted(word: Retired, name: str) -> list[str]:
    """Return the patterns of `allowed` by which a file may have the word."""
    return [pattern for pattern in word.allowed if fnmatch(name, pattern)]
