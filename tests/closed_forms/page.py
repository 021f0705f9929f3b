"""Writes docs/validation/closed-forms.md from the very cases that the tests assert.

`airdef bench validation` runs it; alone: `PYTHONPATH=tests python -m closed_forms.page` in the root (a minute or two).
"""

from __future__ import annotations

from pathlib import Path

from airdef.version import __version__

from . import cases, erlang, forms, test_depth_ranges

PATH = Path(__file__).resolve().parents[2] / "docs" / "validation" / "closed-forms.md"

NAMES = {
    "missiles_used": "missiles launched",
    "leakers": "leakers",
    "none": "probability of no leaker",
    "asset_value_lost": "asset value lost",
}

HEAD = """# Closed forms through the whole chain

<!-- Made by tests/closed_forms/page.py from the cases that the tests assert. Do not edit. -->

Where a rule of thumb or a theorem says what must come out, airdef has to say the same: from the scenario file,
through geometry and engine, to the printed measure. The scenarios are the bundled `ideal-` ones, with the overrides
named; nothing is switched off in the code. The forms are elementary probability and algebra, written once in
`tests/closed_forms/forms.py` and themselves checked against the printed numbers named below.

A check passes within {sigmas} standard errors (a right model fails one check in 2,000 seeds; the seed, {seed}, is
fixed). The standard error is the closed form's own, not the sample's, except where said. {replications:,} replications
each, but for cases without chance (10). airdef {version}. "Off" is the distance in standard errors. All cases share
the seed, and so those of equal SSPK share their random streams: the rows are not independent of one another.
"""

EXCHANGE_TEXT = """
One side's salvo is a raid on one asset, the fleet, worth its ships and destroyed by ships x staying power hits; the
other side's defence is a magazine of missiles, one at each attacker, SSPK 1. Sources: Hughes' salvo equations, worked
example in "Missile Math for Marines" (Marine Corps Gazette, January 2023); Armstrong, JORS 65(10) 2014, p. 1594,
doi:10.1057/jors.2013.115; both read at second hand and worked out again. Where a fleet is made ten times as large,
hits beyond its last ship are counted too, as the equations do before they are capped.

What cannot be expressed, and is therefore not claimed:

- **Two sides that shoot.** airdef has one defence and one raid. An exchange is two scenarios, one for each salvo; who
  is left to fire the second one is arithmetic outside airdef (here: 5 - 2 = 3 ships, so 12 missiles against 8).
- **A ship that loses defence as it loses hits.** Defence falls with destroyed launchers or radars, not in thirds.
- **Hughes with uncertain hits and intercepts** (Cares' scenario VI: 12 x 0.61 - 8 x 0.35 = 4.52 hits). The equation
  lets every intercept stop a missile that would have hit. A defence that cannot tell shoots at all alike: 12 missiles
  of 0.61 against 8 shots of 0.35 make 0.61 x (12 - 8 x 0.35) = 5.61 hits, which is what airdef gives below.
- **Armstrong's random loss per hit** and his correlations: airdef's loss per hit is fixed.
"""

TRACK_TEXT = """
## Time to a firm track

The engine draws the look at which a track becomes firm from the exact distribution of `tracking.firm_cdf`, one draw
instead of one a look. Compared at 100,000 replications by chi-square (level 0.1 %): the engine with `firm_cdf`, and
with a simulation of every look, for 1 of 1, 2 of 2, 2 of 3, 3 of 5 and 4 of 8 on a rising probability of detection; the
same through geometry with a scanning radar and a Swerling-1 fighter (3,000 recorded replications). In closed form:
cumulative detection 1 - (1 - p)^n (p = 0.5, 5 looks: 0.96875; p = 0.3, 10 looks: 0.9717524751) and m of n (2/3 at
0.3 and 0.7: 0.216, 0.784; 3/5 at 0.5: 0.5; 2/4 at 0.5: 0.6875; 4/5 at 0.9: 0.91854), each within {sigmas} standard
errors. See `tests/closed_forms/test_tracks.py`.
"""

TAIL = """
## What this does not show

The closed forms test rules one at a time, in scenarios where nothing else matters. How rules act together is the
matter of the second engine (`tests/reference`) and of the invariants (`tests/engine`); whether the figures are those
of a real system is the matter of the catalogue's sources, and no closed form can say.
"""


def _number(x: float) -> str:
    return f"{x:.6g}"


def _table(group: list[cases.Case]) -> list[str]:
    lines = ["| case | measure | closed form | airdef | standard error | off |", "|---|---|---|---|---|---|"]
    for case in group:
        for r in cases.simulate(case):
            assert r.sigmas <= cases.SIGMAS, f"{case.label}: {r}"
            error = _number(r.standard_error) if r.standard_error else "no chance"
            lines.append(
                f"| {case.label} | {NAMES[r.check.column]} | {_number(r.check.expected)} | {_number(r.mean)} | {error} "
                f"| {r.sigmas:.1f} |"
            )
    return lines


def _erlang(replications: int) -> list[str]:
    lines = [
        "| erlang | channels | holding | Erlang's B | airdef | standard error | bias allowed |",
        "|---|---|---|---|---|---|---|",
    ]
    for load, channels in erlang.SYSTEMS:
        for distribution in ("fixed", "exponential"):
            x = erlang.simulate(load, channels, distribution, replications)
            assert x.sigmas <= cases.SIGMAS, x
            lines.append(
                f"| {load} | {channels} | {distribution} | {x.expected:.6f} | {x.mean:.5f} | {x.standard_error:.5f} "
                f"| {x.bias:.5f} |"
            )
    return lines


def _depth() -> list[str]:
    lines = ["| intercept | closed form, m | airdef, m |", "|---|---|---|"]
    expected = forms.depth_of_fire(40e3, 25e3, 2e3, 300.0, 900.0, 8.0, 5.0)
    for i, (a, b) in enumerate(zip(expected, test_depth_ranges.ranges({}), strict=True), start=1):
        lines.append(f"| {i} | {a:.2f} | {b:.2f} |")
    return lines


def page(erlang_replications: int = 4_000) -> str:
    """Return the page's text: simulate every case, print what came out."""
    head = HEAD.format(sigmas=cases.SIGMAS, seed=cases.SEED, replications=cases.REPLICATIONS, version=__version__)
    early = forms.erlang_from_empty(3.0, 4, 20).mean()
    parts = [
        head,
        "## Salvos\nn missiles of SSPK p at one target leak with (1-p)^n (`ideal-salvo`).\n",
        *_table(cases.SALVOS),
        "\n## Shoot, look, shoot\nWith q = 1 - p, salvo k is fired with probability q^(missiles before it): expected "
        "missiles are the sum over\nsalvos of size x that, the leak is q^(all missiles) (`ideal-shoot-look-shoot`). "
        "Printed anchor: p = 0.7, 5 shots\nkill with .998 (Atkinson and Kress, Operations Research 73, 2025). "
        "A look that errs with a (dead judged alive) and\nd (living judged dead) fires the second of two with "
        "q (1-d) + p a, and lets q (d + (1-d) q) through.\n",
        *_table(cases.LOOKS),
        "\n## Raid annihilation and required shots\nW targets, n missiles each: none leaks with "
        "(r (1-(1-p)^n))^W, leakers are binomial (`ideal-annihilation`;\nr is the common-mode reliability of a salvo). "
        "The whole distribution of leakers is tested by chi-square.\nTwenty targets, none to leak with 0.8, "
        f"SSPK 0.7: {forms.required_shots(0.7, 20, 0.8):.4f} missiles a target are required; 3 are too few and 4 "
        "enough.\nWith a common mode no number of missiles gets past r^W (0.9^10 = 0.3487).\n",
        *_table(cases.ANNIHILATION),
        "\n## Depth of fire\nA raider at 300 m/s, missiles of 900 m/s, seen at 40 km, envelope 2 to 25 km, reaction "
        "8 s, assessment 5 s\n(`ideal-depth-of-fire`): ranges of the intercepts, tolerance 1 m. The few centimetres "
        "are the round Earth and the\nraider's 10 m of height. Four other settings are tested in the same way.\n",
        *_depth(),
        "",
        *_table(cases.DEPTH),
        "\n## Channels\nPoisson raiders, each of which holds a target channel for 600 s on average, and is lost if it "
        "finds none\n(`ideal-erlang`). The loss is Erlang's B whatever the distribution of the holding time "
        "(recursion as in\nhttps://mmarzolla.github.io/queueing/erlangb.html).\n\n"
        f"The battery starts idle, which favours early raiders: the first 20 of 3 erlang on 4 channels lose "
        f"{early:.3f} on\naverage (exact, exponential holding), not 0.206. So raiders are counted from "
        f"{erlang.WARM_UP} mean holding times on, {erlang.COUNTED} in each of\n{erlang_replications:,} replications: "
        "as many as 100,000 lone probes. What is left of the start then is below 1e-6 of the loss\n(exact for "
        "exponential holding; no closed form for fixed). A raider can still be taken 0.1 s after it is seen,\nwhich "
        "lowers the loss by at most channels x 0.1 s / 600 s of it. Both are the bias allowed, beyond which the\n"
        "distance counts. Raiders of one replication are correlated: here the standard error is the sample's, over "
        "replications.\n",
        *_erlang(erlang_replications),
        TRACK_TEXT.format(sigmas=cases.SIGMAS),
        "## Salvo exchanges between fleets" + EXCHANGE_TEXT,
        *_table([*cases.HUGHES, *cases.ARMSTRONG, *cases.UNCERTAIN]),
        TAIL,
    ]
    return "\n".join(parts).rstrip() + "\n"


if __name__ == "__main__":
    PATH.write_text(page(), encoding="utf-8")
