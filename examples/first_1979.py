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
# # What the original of 1979 lacked
#
# The S-300PT of 1979 is the first of the family; the S-300PMU-2 is its descendant of the 1990s. Brochures list what
# changed between them: range, channels, radars, missiles. They do not say which of it mattered. A model can: put the
# old system and its successors before the same raids, then give the old one each improvement by itself.

# %%
import matplotlib.pyplot as plt
import numpy as np

import airdef
from airdef.report import style

SYSTEMS = ("S-300PT", "S-300PS", "S-300PMU-1", "S-300PMU-2")
# What a bundled scenario sets beside the system (masts, radars that only one system has) is taken away.
RAIDS = {
    "first-1979": ("a raid of its day", {"defence.0.mast": None}),
    "low-level": ("cruise missiles, drones, decoys", {"defence.0.surveillance": None, "defence.0.mast": None}),
    "ballistic": ("ballistic missiles", {}),
    "port-raid": ("a mixed raid of 40", {}),
}
N = 200

# %% [markdown]
# ## Four systems before four raids
# Each cell is the share of the raid's threats that arrive, over 200 replications. All campaigns share their random
# streams. The fire units are as many as the scenario says, and stand in the same places.

# %%
share = np.zeros((len(RAIDS), len(SYSTEMS)))
for i, (name, (_, common)) in enumerate(RAIDS.items()):
    for k, system in enumerate(SYSTEMS):
        campaign = airdef.run(airdef.load(name, {**common, "defence.0.system": system}), N)
        measures = campaign.measures
        coming = measures["leakers"].mean + measures["kills"].mean
        share[i, k] = measures["leakers"].mean / coming

with style.settings():
    figure, axes = plt.subplots(figsize=(8.5, 3.6), layout="constrained")
    drawn = axes.imshow(share, cmap="cividis_r", vmin=0, vmax=1, aspect="auto")
    axes.set_xticks(range(len(SYSTEMS)), SYSTEMS)
    axes.set_yticks(range(len(RAIDS)), [f"{text}\n({name})" for name, (text, _) in RAIDS.items()])
    for (i, k), value in np.ndenumerate(share):
        axes.text(k, i, f"{100 * value:.0f} %", ha="center", va="center", color="white" if value > 0.5 else "black")
    axes.grid(False)
    axes.set_title("What arrives, of all that is destroyed or arrives")
    figure.colorbar(drawn, ax=axes, format=lambda x, _: f"{100 * x:.0f} %")
figure.savefig("first-1979-systems.png", dpi=150)

# %%
for (name, (text, _)), row in zip(RAIDS.items(), share, strict=True):
    best, worst = SYSTEMS[int(row.argmin())], SYSTEMS[int(row.argmax())]
    print(f"{text} ({name}): {100 * row[0]:.0f} % get past the {SYSTEMS[0]};")
    print(f"    the best is the {best} ({100 * row.min():.0f} %), the worst the {worst} ({100 * row.max():.0f} %).")

# %% [markdown]
# Two things stand out. Against ballistic missiles the line is sharp: the first two systems have next to nothing to
# offer. And against a large raid newer is not always better. The table says why before any theory does: how many
# missiles stand ready.

# %%
for system in SYSTEMS:
    plan = airdef.load("port-raid", {"defence.0.system": system}).systems[0]
    rounds = sum(launcher.rounds for unit in plan.units for launcher in unit.launchers)
    unit, missile = plan.units[0], plan.units[0].missiles[0]
    print(
        f"{system:11} {len(plan.units)} fire units, {unit.target_channels} target channels each, {rounds:3d} missiles; "
        f"{missile.name}: {missile.max_range[0] / 1e3:.0f} km, SSPK {missile.sspk[0]:.2f}; "
        f"{unit.reaction_time:.0f} s to react"
    )

# %% [markdown]
# ## One improvement at a time
# Now the original before the mixed raid, with one figure of the later system (or of its immediate successor, for the
# missile) put in the place of its own. `compare` simulates every variant with common random numbers and gives the
# interval of the
# *difference*, replication by replication.

# %%
OWN = "defence.0.overrides"
IMPROVED = {
    "6 targets, 12 missiles at once": {f"{OWN}.system.target_channels": 6, f"{OWN}.system.missile_channels": 12},
    "16 s to react": {f"{OWN}.system.reaction_time": "16 s"},
    "a missile of 75 km": {f"{OWN}.missile.max_range": "75 km"},
    "SSPK 0.85 against all": {f"{OWN}.missile.sspk": 0.85},
    "engagement radar of 150 km": {f"{OWN}.engagement_radar.detection_range": "150 km"},
    "surveillance of the PMU-2": {"defence.0.surveillance": ["64N6E2", "96L6E"]},
}
everything = {path: value for change in IMPROVED.values() for path, value in change.items()}
labels = [*IMPROVED, "all of these"]
compared = airdef.compare(
    "port-raid",
    common={"defence.0.system": "S-300PT"},
    changes=[*IMPROVED.values(), everything],
    replications=N,
)
original = compared.pairs[0].differences["leakers"].a
newest = airdef.run("port-raid", N)

reasons = {}
for label, change in {"S-300PT as it was": {}, **IMPROVED, "all of these": everything}.items():
    reasons[label] = airdef.run(airdef.load("port-raid", {"defence.0.system": "S-300PT", **change}), N).leak_reasons
fewer = {**everything, f"{OWN}.system.launchers_per_fire_unit": 6}
reasons["all of these, 6 launchers"] = airdef.run(
    airdef.load("port-raid", {"defence.0.system": "S-300PT", **fewer}), N
).leak_reasons
reasons["S-300PMU-2"] = newest.leak_reasons

COLOURS = {
    "undetected": style.BLACK,
    "detected-too-late": style.SKY,
    "track-lost": style.GREY,
    "no-channel": style.ORANGE,
    "no-missile": style.RED,
    "outside-the-envelope": style.PINK,
    "missed": style.BLUE,
}
with style.settings():
    figure, axes = plt.subplots(figsize=(9.5, 4.2), layout="constrained")
    rows = list(reversed(reasons))
    left = np.zeros(len(rows))
    for reason, colour in COLOURS.items():
        widths = np.array([reasons[row].get(reason, 0.0) for row in rows])
        if widths.max() > 0.05:
            axes.barh(range(len(rows)), widths, left=left, color=colour, label=reason.replace("-", " "), height=0.65)
            left += widths
    axes.axvline(original, color=style.GREY, linestyle=":")
    axes.set_yticks(range(len(rows)), rows)
    axes.set(xlabel="leakers a replication, of a raid of 40", xlim=(0, 1.25 * left.max()))
    axes.set_title("The original with one thing of its successors, before the mixed raid")
    axes.legend(loc="lower right")
figure.savefig("first-1979-improved.png", dpi=150)

# %%
print(f"S-300PT as it was: {original:.1f} leakers; S-300PMU-2: {newest.measures['leakers'].mean:.1f}.")
for label, pair in zip(labels, compared.pairs, strict=True):
    d = pair.differences["leakers"]
    print(f"{label:32} {d.b:5.1f} leakers ({d.mean:+.1f}, 95 % interval {d.ci95[0]:+.1f} to {d.ci95[1]:+.1f})")
few = sum(reasons["all of these, 6 launchers"].values())
print(f"{'all of these, but 6 launchers':32} {few:5.1f} leakers")
alone = -sum(pair.differences["leakers"].mean for pair in compared.pairs[:-1])
together = -compared.pairs[-1].differences["leakers"].mean
print(f"One by one they save {alone:.1f} leakers in all, together {together:.1f}.")

# %% [markdown]
# ## What this says
# What the original lacked against a large mixed raid was not eyes: better radars alone save nothing, for what they
# see earlier it cannot reach or has no channel for. It was not reach either. It lacked a missile that **hits**, then
# **channels**, then a quicker crew.
#
# The improved original ends up better than its successor, because it still has twelve launchers a fire unit; with
# six, as the successor has, most of that is gone (last line but one of the figure). That is less a finding than a
# warning: how many launchers a fire unit has is a choice of whoever deploys it, and the twelve are **assumed** (four
# to twelve).
#
# ## What it rests on
# * The SSPK of the original's missile is **assumed** (0.3 to 0.85 against aircraft). It is also one of the largest
#   levers here. Whoever believes it was better in 1979 than the nominal will see less progress.
# * Its number of channels, its reaction time and the range of its engagement radar come from pages of the lowest
#   grade.
# * Sensors and missiles were improved together, and changing one figure of a missile makes a missile nobody built.
#   Effects of single figures do not add up, as the last line shows.
