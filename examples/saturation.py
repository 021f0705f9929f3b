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
# # How many aircraft saturate one fire unit?
#
# A fire unit of the S-300PMU-2 is published to engage six targets at once. It is tempting to conclude that the
# seventh aircraft gets through. It does not: channels become free again. Nor does the number of missiles on launchers
# alone give the answer, for some miss. Saturation is a matter of *time*: how long aircraft are in reach, how long an
# engagement lasts, and when the magazine is empty.
#
# So we send more and more fighters at one fire unit, close together and all aimed at what it defends, and count how
# many arrive. Then we ask which of its published figures one would have to change to move that point.

# %%
import matplotlib.pyplot as plt
import numpy as np

import airdef
from airdef.report import style

SCENARIO = "claim-150km"  # one S-300PMU-2 fire unit; of its raid, only the fighters
FIGHTERS = {"raid.ballistic.count": 0}
COUNTS = list(range(2, 45, 3))

unit = airdef.load(SCENARIO).systems[0].units[0]
rounds = sum(launcher.rounds for launcher in unit.launchers)
print(f"{unit.target_channels} target channels, {unit.missile_channels} missile channels,")
print(f"{len(unit.launchers)} launchers with {rounds} missiles in all, {unit.reaction_time:.0f} s to react,")
missile = unit.missiles[0]
print(f"{unit.launch_interval:.0f} s between launches, SSPK against aircraft {missile.sspk[0]:.2f},")
print(f"times {missile.manoeuvre_factor:.2g} where they manoeuvre, which these do not.")

# %% [markdown]
# ## The curve
# Every point is a campaign of 200 replications. All points share their random streams, so that what differs between
# neighbours is the three aircraft more and nothing else.


# %%
def curve(overrides=None):
    """Return the campaigns over COUNTS."""
    given = {**FIGHTERS, **(overrides or {})}
    return [
        p.campaign
        for p in airdef.sweep(SCENARIO, {"raid.aircraft.count": COUNTS}, overrides=given, replications=200).points
    ]


stated = curve()
reasons = sorted({r for c in stated for r, x in c.leak_reasons.items() if x > 0.01})
COLOURS = {"missed": style.BLUE, "no-missile": style.RED, "no-channel": style.ORANGE, "detected-too-late": style.GREEN}

with style.settings():
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4.2), layout="constrained")
    mean = np.array([c.measures["leakers"].mean for c in stated])
    low, high = np.array([c.measures["leakers"].ci95 for c in stated]).T
    left.stackplot(
        COUNTS,
        [[c.leak_reasons.get(r, 0.0) for c in stated] for r in reasons],
        labels=[r.replace("-", " ") for r in reasons],
        colors=[COLOURS.get(r, style.GREY) for r in reasons],
        alpha=0.8,
    )
    left.fill_between(COUNTS, low, high, color=style.BLACK, alpha=0.3, linewidth=0)
    left.plot(COUNTS, mean, color=style.BLACK, linewidth=1.5, label="leakers, with 95 % interval")
    left.axvline(rounds, color=style.GREY, linestyle="--")
    left.text(rounds + 0.4, 0.9 * mean[-1], f"{rounds} missiles", color=style.BLACK, fontsize=9)
    left.set(xlabel="fighters", ylabel="leakers a replication")
    left.set_title("What gets through, and why")
    left.legend(loc="upper left")
    right.plot(
        COUNTS,
        [c.measures["missiles_used"].mean for c in stated],
        color=style.RED,
        marker="o",
        label="missiles launched",
    )
    right.plot(
        COUNTS, [c.measures["kills"].mean for c in stated], color=style.GREEN, marker="s", label="fighters destroyed"
    )
    right.plot(COUNTS, [c.measures["peak_targets"].mean for c in stated], color=style.BLUE, marker="^",
               label="most channels in use")  # fmt: skip
    right.set(xlabel="fighters", ylabel="a replication")
    right.set_title("What it has to give")
    right.legend(loc="upper left")
    right.set_ylim(0, 1.35 * rounds)
figure.savefig("saturation-curve.png", dpi=150)

# %%
full = next(
    n for n, c in zip(COUNTS, stated, strict=True) if c.measures["peak_targets"].mean > unit.target_channels - 0.5
)
kills = max(c.measures["kills"].mean for c in stated)
leak = mean[COUNTS.index(full)]
print(f"All {unit.target_channels} channels are in use from {full} fighters on, and {leak:.2f} leak there.")
print(f"It never destroys more than {kills:.1f}: {rounds} missiles at {kills / rounds:.2f} kills a missile launched.")
last = stated[-1].leak_reasons
print(f"Of {mean[-1]:.1f} leakers out of {COUNTS[-1]}, {last.get('no-missile', 0.0):.1f} found no missile left.")

# %% [markdown]
# The channels are full long before anything leaks to speak of. What ends the defence is the magazine: to the left of
# the knee a leaker is one that was missed, to the right of it one for which nothing was left.
#
# ## What moves the knee
# Now the same question for a unit that is better, or worse, in one thing only. We call it saturated where the curve
# crosses one leaker on average.

# %%
system = "defence.0.overrides.system"
VARIANTS = {
    "a second fire unit": {"defence.0.fire_units": 2},
    "eight launchers, the published most": {f"{system}.launchers_per_fire_unit": 8},
    "SSPK 0.95": {"defence.0.overrides.missile.sspk.aircraft": 0.95},
    "twice the channels": {f"{system}.target_channels": 12, f"{system}.missile_channels": 24},
    "half the time to react": {f"{system}.reaction_time": f"{unit.reaction_time / 2} s"},
    "two missiles before it looks": {"defence.0.doctrine.policy": "shoot-shoot-look"},
}
curves = {"as published": mean}
for label, change in VARIANTS.items():
    curves[label] = np.array([c.measures["leakers"].mean for c in curve(change)])


def knee(leakers):
    """Return the number of fighters at which the curve crosses one leaker, between the points by a straight line."""
    k = int(np.argmax(leakers > 1.0))
    return float(np.interp(1.0, leakers[k - 1 : k + 1], COUNTS[k - 1 : k + 1]))


with style.settings():
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4.2), layout="constrained", width_ratios=(1.1, 1))
    order = sorted(curves, key=lambda name: knee(curves[name]))
    colours = {name: style.CLASS_COLOURS[k % 7] for k, name in enumerate(VARIANTS)} | {"as published": style.BLACK}
    for row, name in enumerate(order):
        at, colour = knee(curves[name]), colours[name]
        left.plot(COUNTS, curves[name], color=colour, linewidth=2.5 if name == "as published" else 1.5)
        right.plot([knee(mean), at], [row, row], color=colour, linewidth=3)
        right.plot(at, row, "o", color=colour, markersize=8)
        beside = (9 if at >= knee(mean) else -20, -4)
        right.annotate(f"{at:.0f}", (at, row), beside, textcoords="offset points", fontsize=9)
    left.axhline(1.0, color=style.GREY, linestyle=":")
    left.set(xlabel="fighters", ylabel="leakers a replication", ylim=(0, 12))
    left.set_title("Leakers (colours as on the right)")
    right.axvline(knee(mean), color=style.GREY, linewidth=1, linestyle=":")
    right.set_yticks(range(len(order)), order)
    right.set(xlabel="fighters at one leaker on average", xlim=(0, 34))
    right.set_title("Where it is saturated")
figure.savefig("saturation-what-moves-it.png", dpi=150)

# %%
for name in reversed(order):
    print(f"{name:36} saturated by {knee(curves[name]):4.1f} fighters ({knee(curves[name]) - knee(mean):+.1f})")

# %% [markdown]
# ## What this says
# Against a compact raid at altitude, one fire unit is a magazine and not a set of channels. More channels or a
# quicker crew change little, because the fighters are in reach long enough for several rounds of engagements. What
# counts is how many missiles there are, and how few of them are spent on one target. Firing two before it looks costs
# more than any hardware here would give back, except another fire unit.
#
# ## What it rests on
# The single-shot kill probability against aircraft is taken from claims of makers and of secondary pages, and
# published values lie far apart. With a lower one the knee comes earlier in proportion. The number of launchers of a
# fire unit varies between sources and deployments. That the fighters fly straight on is **assumed**; if they evaded, a
# missile would lose three tenths of its chance, which is assumed too (`raid.aircraft.manoeuvring`). No reload happens
# in the few minutes of the raid. The fighters neither jam nor shoot at the radar, and they fly where the radar sees
# them from afar. Low and behind the horizon time is short, and there channels do bind: change
# `raid.aircraft.altitude` to `50 m` and look at the reasons again.
