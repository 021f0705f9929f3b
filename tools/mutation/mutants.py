"""The mutants of a file: every change of one thing that the operators of Cosmic Ray make."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import NamedTuple

PAIRS = {
    "ReplaceBinaryOperator": "Add_Sub Sub_Add Mul_Div Div_Mul Pow_Mul Mod_Mul FloorDiv_Mul LShift_RShift RShift_LShift "
    "BitAnd_BitOr BitXor_BitAnd",
    "ReplaceComparisonOperator": "Lt_LtE Lt_Gt LtE_Lt LtE_Gt Gt_GtE Gt_Lt GtE_Gt GtE_Lt Eq_NotEq NotEq_Eq Is_IsNot "
    "IsNot_Is",
    "ReplaceUnaryOperator": "USub_UAdd Delete_Not",
}
OPERATORS = (
    *(f"core/{name}_{pair}" for name, pairs in PAIRS.items() for pair in pairs.split()),
    *(f"core/{name}" for name in ("AddNot", "NumberReplacer", "ReplaceAndWithOr", "ReplaceOrWithAnd")),
    *(f"core/{name}" for name in ("ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "ZeroIterationForLoop")),
    *(f"core/{name}" for name in ("ReplaceTrueWithFalse", "ReplaceFalseWithTrue")),
)


class Mutant(NamedTuple):
    """The line that is changed, what stands there, what stands there instead, and the whole changed source."""

    line: int
    before: str
    after: str
    text: str


def mutants(path: Path) -> list[Mutant]:
    """Return the mutants of a file, each once and in order of lines.

    Left out are those of signatures and annotations, and those that are the same program. They take a while to make,
    and are kept among the temporary files for the next run.
    """
    source = path.read_text(encoding="utf-8")
    digest = hashlib.sha256(f"{OPERATORS}{source}".encode()).hexdigest()
    kept = Path(tempfile.gettempdir()) / f"airdef-mutants-{os.getuid()}-{digest}.json"
    if not kept.exists():
        kept.write_text(json.dumps(_made(source)), encoding="utf-8")
    return [Mutant(*row) for row in json.loads(kept.read_text(encoding="utf-8"))]


def _made(source: str) -> list[Mutant]:
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    lines, tree, same = source.splitlines(), get_ast(source), ast.dump(ast.parse(source))
    found: dict[tuple[int, str, str], Mutant] = {}
    for name in OPERATORS:
        operator = get_operator(name)()
        count = sum(1 for node in ast_nodes(tree) for _ in operator.mutation_positions(node))
        for k in range(count):
            changed = mutate_code(source, operator, k)
            if changed is None:
                continue
            after = changed.splitlines()
            at = next((i for i, (a, b) in enumerate(zip(lines, after, strict=False)) if a != b), len(lines) - 1)
            before, now = lines[at].strip(), after[at].strip()
            if "TYPE_CHECKING" in before or before.startswith("def ") or ast.dump(ast.parse(changed)) == same:
                continue
            found.setdefault((at, before, now), Mutant(at + 1, before, now, changed))
    return sorted(found.values())


def sample(every: list[Mutant], most: int, seed: int) -> list[Mutant]:
    """Return `most` mutants at random (all if there are no more), in order of lines.

    The order of choice follows from the seed and from each mutant's own text, so that tests that are added, or mutants
    found to be equivalent, do not change the sample.
    """

    def place(m: Mutant) -> bytes:
        return hashlib.sha256(f"{seed}|{m.line}|{m.before}|{m.after}".encode()).digest()

    return every if not 0 < most < len(every) else sorted(sorted(every, key=place)[:most])
