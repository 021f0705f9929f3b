# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # How much is the sources' disagreement worth?
#
# A campaign of a million replications gives the mean number of leakers to three digits. Those digits are worth nothing
# if the figures that went in are known to a factor of two, and the figures of long-range air defence are. Sources
# contradict each other, many numbers are makers' claims, some are nobody's.
#
# So the question is not how precise the answer is but **what it would take to be sure**. We split the spread of the
# answer into two parts. *Chance* is what would remain if every figure were known: a missile hits or it does not.
# *Epistemic uncertainty* is what the sources leave open. More replications shrink neither.

# %%
import matplotlib.pyplot as plt

import airdef
from airdef.report import style

SCENARIO = "ballistic"  # ten ballistic missiles at one S-300PMU-2: where the sources disagree most

nominal = airdef.load(SCENARIO)
open_ = [r for r in nominal.adopted_values if not r.overridden and r.low < r.high]
grades = {g: sum(r.grade == g for r in open_) for g in ("A", "B", "C", "D", "assumed")}
print(f"{len(open_)} of the {len(nominal.adopted_values)} figures in use have a spread:")
print(
    ", ".join(f"{n} of grade {g}" for g, n in grades.items() if n and g != "assumed") + f", {grades['assumed']} assumed"
)

# %% [markdown]
# ## Aleatory and epistemic uncertainty
# `uncertainty` draws parameter samples: in each, every figure takes a value that its sources allow. In each state
# replications are simulated with random streams of their own. A one-way analysis of variance then tells the two parts
# apart, with the noise of the few replications taken out of the second.

# %%
SPLITS = {
    "all that is open": {},
    "published figures only (A to D)": {"grades": ["A", "B", "C", "D"]},
    "assumed figures only": {"grades": ["assumed"]},
}
found = {
    label: airdef.uncertainty(SCENARIO, samples=24, replications=40, processes=1, **asked)
    for label, asked in SPLITS.items()
}

with style.settings():
    figure, axes = plt.subplots(figsize=(9.5, 4), layout="constrained")
    for k, u in enumerate(reversed(found.values())):
        bars = (
            (0.16, u.split.epistemic, "epistemic: the sources", style.ORANGE),
            (-0.16, u.split.aleatory, "aleatory: chance", style.BLUE),
        )
        for shift, (low, high), name, colour in bars:
            axes.barh(k + shift, high - low, 0.26, left=low, color=colour, label=name if k == 0 else None)
        axes.plot([u.split.mean] * 2, [k - 0.32, k + 0.32], color=style.BLACK, linewidth=1.5,
                  label="mean over the sources" if k == 0 else None)  # fmt: skip
        axes.plot([u.nominal] * 2, [k - 0.32, k + 0.32], color=style.BLACK, linewidth=1.5, linestyle=":",
                  label="all figures at their nominals" if k == 0 else None)  # fmt: skip
    axes.set_yticks(range(len(found)), list(reversed(found)))
    axes.set(xlabel="leakers, of ten ballistic missiles", xlim=(0, None))
    axes.set_title("95 % of what chance, and of what the sources, make of it")
    axes.legend(loc="lower right")
figure.savefig("disagreement-split.png", dpi=150)

# %%
for label, u in found.items():
    s = u.split
    low, high = (100 * x for x in s.share_ci95)
    print(f"{label}: {len(u.uncertain_inputs)} uncertain inputs")
    print(f"  mean {s.mean:.2f} (nominals: {u.nominal:.2f})")
    print(f"  epistemic uncertainty allows {s.epistemic[0]:.1f} to {s.epistemic[1]:.1f}")
    print(f"  and makes {100 * s.share:.0f} % [{low:.0f}, {high:.0f}] of the variance of one replication")

# %% [markdown]
# The answer "with everything at its nominal" is not in the middle of what the sources allow. Spreads are lopsided: a
# kill probability that is claimed to be high can only be lower. Whoever reports the nominal case alone reports the
# brochure.
#
# ## Which figure it is
# Sobol indices say what part of the variance goes away if one figure were known (*first order*) and what part would
# stay if all others were (*total*). The difference acts only together with others. Six figures are weighed here; the
# command `airdef sensitivity ballistic` screens all of them first.

# %%
NAMES = (
    "48N6E2 sspk.ballistic",
    "48N6E2 max_range.ballistic",
    "48N6E2 loft_apogee",
    "srbm rcs",
    "30N6E2 detection_range",
    "S-300PMU-2 reaction_time",
)
weights = airdef.sensitivity(SCENARIO, parameters=NAMES, samples=32, replications=30, processes=1)
ranked = weights.ranked()[::-1]

with style.settings():
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 3.6), layout="constrained", sharey=True)
    for k, p in enumerate(ranked):
        left.plot([p.low, weights.nominal], [k, k], color=style.SKY, linewidth=7, solid_capstyle="butt")
        left.plot([weights.nominal, p.high], [k, k], color=style.ORANGE, linewidth=7, solid_capstyle="butt")
        right.errorbar(p.index.first, k + 0.14, xerr=p.index.first_half, fmt="o", color=style.BLUE,
                       label="first order: alone" if k == 0 else None)  # fmt: skip
        right.errorbar(p.index.total, k - 0.14, xerr=p.index.total_half, fmt="s", color=style.RED,
                       label="total: with interactions" if k == 0 else None)  # fmt: skip
    left.axvline(weights.nominal, color=style.BLACK, linewidth=1)
    left.set_yticks(range(len(ranked)), [p.uncertain_input.name for p in ranked])
    left.set(xlabel="leakers")
    left.set_title("Each alone: 5 % (blue) and 95 % (orange)")
    right.axvline(0, color=style.GREY, linewidth=0.8)
    right.set(xlabel="share of the variance")
    right.set_title("Together: Sobol indices")
    right.legend(loc="lower right")
figure.savefig("disagreement-weights.png", dpi=150)

# %%
for line in weights.verdict():
    print(line)

# %% [markdown]
# ## Which source to take
# The published range against ballistic missiles runs from 40 to 150 km. What if the pages behind the larger figure
# are excluded, one at a time? The catalogue's own rule then adopts a value from what is left.

# %%
adopted = next(r for r in nominal.adopted_values if (r.subject, r.attribute) == ("48N6E2", "max_range.ballistic"))
for source in adopted.sources:
    u = airdef.uncertainty(SCENARIO, samples=6, replications=40, processes=1, without=[source])
    low, high = u.split.ci95
    print(f"without {source}: {u.nominal:.2f} at the nominals, mean {u.split.mean:.1f} [{low:.1f}, {high:.1f}]")
s = found["all that is open"].split
print(f"with all of them: {weights.nominal:.2f} at the nominals, mean {s.mean:.1f} [{s.ci95[0]:.1f}, {s.ci95[1]:.1f}]")

# %% [markdown]
# ## What this says
# Most of the error bar is not chance, and most of that is one figure: what a missile's chance against a ballistic
# target is. Nobody publishes a measured one. The range that sources quarrel about loudest hardly matters here,
# because other limits bind first (see *"Around 150 km"*). Disagreement is not the same as importance.
#
# ## Caveats
# * That sources' errors are independent of each other is **assumed**; adopted values that rest on the same claims move
#   together.
# * The shapes of the spreads (triangular, uniform, log-uniform) are conventions of the catalogue.
# * The designs here are small, so that the article runs in seconds. Intervals say how small. For a result to be
#   quoted take `states=500` and `samples=1024`.
