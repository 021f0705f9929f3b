"""Train the small policy of docs/decide.md and draw its learning curves: python examples/learn.py --out learning.svg.

For each scenario and seed: evolution strategies, then the trained policy on replications of another seed, in pairs with
the doctrine and the greedy rules. Takes some minutes; the same seeds give the same numbers and the same picture.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib.pyplot as plt
import numpy as np

import airdef
from airdef.decisions.learned import Training, train
from airdef.decisions.policy import player, policy_of
from airdef.report import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

SCENARIOS = {"port-raid": "single-best-shot", "s400": "paired-best-shot"}
"""What it is trained on, and the best greedy rule there."""

GENERATIONS, PAIRS, TRAINED_ON = 25, 10, 24
"""Steps, mirrored samples in each, replications of each sample."""

JUDGED_BY = 2
"""Seed of the replications on which a trained policy is judged; it never saw them."""


def options() -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("learning.svg"), help="the picture")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3], help="of the trainings")
    parser.add_argument("--generations", type=int, default=GENERATIONS)
    parser.add_argument("--replications", type=int, default=500, help="on which the policies are judged")
    return parser.parse_args()


def trained(scenario: str, seed: int, generations: int) -> Training:
    """Train the policy on a scenario."""
    return train(player(airdef.load(scenario), lambda observation: None), seed, generations, PAIRS, TRAINED_ON)


def leakers(scenario: str, policy: object, replications: int) -> NDArray[np.float64]:
    """Return the leakers of each replication of the seed on which policies are judged."""
    judged = player(airdef.load(scenario), policy_of(policy))
    return judged.simulate(JUDGED_BY, 0, replications)[:, judged.kernel.columns.index("leakers")]


def told(values: NDArray[np.float64]) -> str:
    """Return a mean with its 95 % interval, as text."""
    half = 1.96 * values.std(ddof=1) / np.sqrt(len(values))
    return f"{values.mean():.3f} ({values.mean() - half:.3f} to {values.mean() + half:.3f})"


def drawn(axes: Axes, scenario: str, found: dict[int, Training], levels: dict[str, float]) -> None:
    """Draw the mean leakers of each generation's samples, and what doctrine and the greedy rule let through."""
    for colour, (seed, training) in zip(style.CLASS_COLOURS, found.items(), strict=False):
        axes.plot(range(1, len(training.curve) + 1), training.curve, color=colour, label=f"training seed {seed}")
    for line, (name, level) in zip(("-", "--"), levels.items(), strict=True):
        axes.axhline(level, color=style.GREY, linestyle=line, linewidth=1.2, label=name)
    axes.set(xlabel="generation", ylabel="mean leakers of the samples", title=scenario)
    axes.set_ylim(bottom=0.0)
    axes.legend(fontsize=8)


def main() -> None:
    """Train, judge, draw."""
    given = options()
    with style.settings():
        figure, panels = plt.subplots(1, len(SCENARIOS), figsize=(10, 3.8), layout="constrained")
        for axes, (scenario, greedy) in zip(panels, SCENARIOS.items(), strict=True):
            doctrine, best = (leakers(scenario, name, given.replications) for name in ("as-doctrine", greedy))
            print(f"{scenario}: doctrine {told(doctrine)}, {greedy} {told(best)}")
            found = {}
            for seed in given.seeds:
                found[seed] = trained(scenario, seed, given.generations)
                own = leakers(scenario, found[seed].policy, given.replications)
                print(f"  learned, seed {seed}: {told(own)}; against {greedy} {told(own - best)}", flush=True)
            drawn(axes, scenario, found, {"doctrine": doctrine.mean(), greedy: best.mean()})
        figure.savefig(given.out, metadata={"Date": None} if given.out.suffix == ".svg" else None)


if __name__ == "__main__":
    main()
