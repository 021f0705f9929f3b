"""Small claims whose answer is known beforehand, on a catalogue in which all is settled but what a test opens."""

from dataclasses import replace

from airdef import catalogue
from airdef.studies.claims.definitions import Claim, Measurement

KNOWN = catalogue.load()

BYSTANDER = "c415"
"""A claim whose source gives no figure that any scenario here uses."""


def settled(opened, known=KNOWN):
    """Return the catalogue with no spread but what `opened` gives, (subject, attribute) to (low, nominal, high) in SI.

    Copies of what is opened take it over.
    """
    changed = []
    for adopted in (r for e in known.entries() for r in e.adopted_values.values()):
        source = adopted
        while source.taken is not None and (source.subject, source.attribute) not in opened:
            source = known.adopted(source.taken.subject, source.taken.attribute)
        ends = opened.get((source.subject, source.attribute), (adopted.nominal,) * 3)
        changed.append(replace(adopted, low=ends[0], nominal=ends[1], high=ends[2]))
    return known.with_adopted(changed)


def claim(scenario, measure, at_least, *, tests=(BYSTANDER,), **fields):
    """Return a claim about a scenario without conditions."""
    return Claim(
        id="built",
        title="Built",
        tests=tests,
        reads="so",
        scenario=str(scenario),
        measure=Measurement(name=measure),
        at_least=at_least,
        unit="units",
        **fields,
    )


ONE = """
name: One battery
description: Thirty fighters at one fire unit, one behind the other.
defence:
  - {system: S-300PMU-2, at: [0.0, 0.0], fire_units: 1, facing: 225 deg}
assets:
  - {name: base, at: [0.0, 0.0], radius: 1 km, value: 10, hits_to_destroy: 10}
raid:
  - {threat: fighter, name: aircraft, count: 30, route: [[-1.2, -1.2], [0.0, 0.0]], speed: 250 m/s, altitude: 9 km,
     spacing: 1 s, aims_at: base}
"""

TWO = ONE.replace(
    "assets:", "  - {system: S-300PMU-1, at: [0.0, 0.0], fire_units: 1, facing: 225 deg}\nassets:"
).replace("One battery", "Two systems")

ALIKE = (
    ONE.replace("assets:", "  - {system: S-300PMU-2, at: [0.0, 0.0], fire_units: 1, facing: 225 deg}\nassets:")
    .replace("threat: fighter", "threat: cruise-missile")
    .replace("count: 30", "count: 1")
)


def written(folder, text):
    """Write a scenario and return its path."""
    path = folder / "built.yaml"
    path.write_text(text, encoding="utf-8")
    return path


class Fake:
    """A bench whose measure is a function of the figures moved, with noise that all cases have in common.

    `function` takes the values by (subject, attribute), those not moved at their adopted ones.
    """

    def __init__(self, function, figures, at_least, noise=0.0):
        import numpy as np

        self.function, self.at_least = function, at_least
        self.adopted = {(r.subject, r.attribute): r.nominal for f in figures for r in f.adopted_values}
        self.noise = noise * np.random.Generator(np.random.Philox(3)).normal(size=4096)
        self.cases = 0

    def measured(self, overrides, moved, n):
        return self.function({**self.adopted, **moved}) + self.noise[:n]

    def told(self, overrides, moved=None, n=64):
        from airdef.studies.variants.moves import Estimate

        return Estimate.of(self.measured(overrides, moved or {}, n))

    def case(self, overrides, moved=None, at_least=64):
        from airdef.outcome.intervals import wilson
        from airdef.studies.claims.search import MOST, Case, supported
        from airdef.studies.variants.moves import Estimate

        self.cases += 1
        n = at_least
        while True:
            values = self.measured(overrides, moved or {}, n)
            good = int((values >= self.at_least).sum())
            met = supported(good, n)
            if met is not None or n >= MOST:
                return Case(met, n, good / n, wilson(good, n), Estimate.of(values))
            n = min(4 * n, MOST)

    def tick(self):
        pass
