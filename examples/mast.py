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
# # What one more mast buys
#
# The Earth is round, and a radar six metres above the sea sees a missile that skims it only when it is near. So
# systems of this family put radars on masts: the 40V6M and the taller 40V6MD. It sounds like an easy gain. How much
# is it, in kilometres, in seconds, in shots, and when is it nothing at all?

# %%
import math

import matplotlib.pyplot as plt
import numpy as np

import airdef
from airdef.report import style

SCENARIO = "low-level"
MASTS = {"none": None, "40V6M": "40V6M", "40V6MD": "40V6MD"}
COLOURS = {"none": style.BLACK, "40V6M": style.BLUE, "40V6MD": style.ORANGE}
# Cruise missiles alone, at two fire units of an S-300PMU-2; the low-altitude radar keeps its own mast.
LOW = {"raid.drones.count": 0, "raid.decoys.count": 0}


def on_mast(mast):
    """Return the settings that put the engagement radars on a mast."""
    return {"defence.0.mast": {"76N6": "40V6M", **({"engagement_radar": mast} if mast else {})}}


heights = {}
for name, mast in MASTS.items():
    radar = airdef.load(SCENARIO, {**LOW, **on_mast(mast)}).systems[0].units[0].radar
    heights[name] = radar.antenna_height
    print(f"mast {name:7} antenna at {radar.antenna_height:.0f} m")

# %% [markdown]
# ## What geometry promises
# Over an Earth of 4/3 of its radius (refraction bends the ray) an antenna at height $h_a$ sees a target at $h_t$ out
# to
#
# $$ d \approx \sqrt{2 k R}\,(\sqrt{h_a} + \sqrt{h_t}). $$
#
# The gain of a mast is the difference of two square roots: the same number of kilometres whatever the target's
# altitude.

# %%
METRES = math.sqrt(2 * 4 / 3 * 6_371_000.0)
altitudes_m = np.array([10, 15, 20, 30, 50, 75, 100, 150, 200, 300])  # its missile is published from 10 m up


def horizon_km(antenna_m, target_m):
    """Return the radar horizon [km]."""
    return METRES * (np.sqrt(antenna_m) + np.sqrt(target_m)) / 1e3


for name, height in heights.items():
    gain = horizon_km(height, 20) - horizon_km(heights["none"], 20)
    seen = horizon_km(height, 20)
    print(f"mast {name:7} sees a target at 20 m at {seen:.0f} km (+{gain:.0f} km, {gain / 0.24:.0f} s at 240 m/s)")

# %% [markdown]
# ## What the fire unit makes of it
# The twelve cruise missiles of the scenario come in at each of these altitudes, and we note where the first is met.
# Once with the missile as its published figures make it, and once with an idealised one that flies straight at 1,000
# m/s with no air to slow it down. The second is not a weapon; it is there to take the air out of the question.

# %%
IDEAL = {"defence.0.overrides.missile.48N6E2.constant_speed": "1000 m/s"}
met = {}
for kind, missile in (("published", {}), ("ideal", IDEAL)):
    for name, mast in MASTS.items():
        points = airdef.sweep(
            SCENARIO,
            {"raid.low.altitude": [f"{h} m" for h in altitudes_m]},
            overrides={**LOW, **on_mast(mast), **missile},
            replications=60,
        ).points
        met[kind, name] = np.array([p.campaign.measures["first_intercept_range_km"].mean for p in points])

with style.settings():
    figure, panels = plt.subplots(1, 2, figsize=(11, 4.3), layout="constrained", sharey=True)
    titles = {"published": "Missile as published", "ideal": "Missile without drag, 1,000 m/s"}
    for axes, kind in zip(panels, titles, strict=True):
        for name in MASTS:
            axes.plot(
                altitudes_m, met[kind, name], color=COLOURS[name], marker="o", markersize=4, label=f"mast: {name}"
            )
            axes.plot(
                altitudes_m, horizon_km(heights[name], altitudes_m), color=COLOURS[name], linestyle=":", linewidth=1.2
            )
        axes.set(xlabel="altitude of the cruise missiles [m]", ylim=(0, 80), xscale="log")
        axes.set_xticks([10, 20, 50, 100, 200], ["10", "20", "50", "100", "200"])
        axes.minorticks_off()
        axes.set_title(titles[kind])
    panels[0].set_ylabel("range [km]")
    panels[0].legend(loc="upper left", title="dotted: radar horizon")
figure.savefig("mast-first-intercept.png", dpi=150)

# %%
for kind, title in titles.items():
    print(f"{title}:")
    for h in (10, 20, 100):
        k = list(altitudes_m).index(h)
        gains = ", ".join(f"{name} {met[kind, name][k] - met[kind, 'none'][k]:+.1f} km" for name in ("40V6M", "40V6MD"))
        print(f"  at {h:3d} m the first is met at {met[kind, 'none'][k]:.1f} km without a mast; with it {gains}")

# %% [markdown]
# The masts help at every altitude, as the square roots promise, but of the kilometres gained in sight about half arrive
# at the intercept. The rest the target flies while a track is confirmed, the crew reacts and the missile is on its
# way. The missile's own flight hardly matters: it lofts, dives on the low target, and reaches far beyond the horizon.
# The idealised one, which flies straight through no air, meets the targets at nearly the same range.
#
# ## Shots, not kilometres
# What a few kilometres are worth depends on how much time there is. A sea skimmer that is twice as fast leaves half
# of it. So we let 24 of them come at 15 m, a second apart, at three speeds, and count who arrives.

# %%
SPEEDS = (240, 480, 720)
leak = {}
for name, mast in MASTS.items():
    points = airdef.sweep(
        SCENARIO,
        {"raid.low.speed": [f"{v} m/s" for v in SPEEDS]},
        overrides={
            **LOW,
            **on_mast(mast),
            "raid.low.altitude": "15 m",
            "raid.low.count": 24,
            "raid.low.spacing": "1 s",
        },
        replications=200,
    ).points
    leak[name] = [p.campaign.measures["leakers"] for p in points]

with style.settings():
    figure, axes = plt.subplots(figsize=(8, 3.8), layout="constrained")
    for k, name in enumerate(MASTS):
        place = np.arange(len(SPEEDS)) + 0.26 * (k - 1)
        mean = [m.mean for m in leak[name]]
        error = [m.half_width for m in leak[name]]
        axes.bar(place, mean, 0.24, yerr=error, color=COLOURS[name], ecolor=style.GREY, label=f"mast: {name}")
    axes.set_xticks(range(len(SPEEDS)), [f"{v} m/s" for v in SPEEDS])
    axes.set(xlabel="speed of 24 sea skimmers at 15 m, a second apart", ylabel="leakers a replication")
    axes.set_title("Where time is short, the tall mast counts")
    axes.legend(loc="upper left")
figure.savefig("mast-leakers.png", dpi=150)

# %%
for k, v in enumerate(SPEEDS):
    none, tall = leak["none"][k].mean, leak["40V6MD"][k].mean
    print(f"at {v} m/s: {none:.1f} of 24 arrive without a mast, {tall:.1f} with the tall one ({tall - none:+.1f})")

# %% [markdown]
# A mast pays in whole engagements: the seconds it gives either hold one round of shots more or they do not, which is
# why the middle range gains little from the smaller one.
#
# ## What it rests on
# * The height of the engagement radar without a mast is **assumed** (6 m), and so is that the missile may loft. A
#   missile that must keep to the line of sight flies in thick air all the way (`airdef envelope 5V55K` reaches 27 km
#   at 50 m), and there a mast buys nothing beyond that range.
# * The sea is smooth and there are no hills. Over land a mast looks over the next ridge, which is another question:
#   scenarios may have an elevation model, and `airdef coverage` draws the map.
# * No clutter, and no reflection from the sea (`environment.multipath` adds that of a calm one): both would take from
#   sight at the lowest angles.
