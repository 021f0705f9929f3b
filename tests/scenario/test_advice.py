"""Advice never changes a value: what a message proposes is, read again, what the text evidently means.

The texts are built from a number, a way to write it and a unit, so that what they mean is known without reading them.
A text that two numbers are written as (`30,000`) is built from both, so that advice for either would fail.
"""

from __future__ import annotations

import math
import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airdef.scenario import ScenarioError, loads
from airdef.scenario.numerals import in_digits, reading, unit_meant
from airdef.scenario.quantities import EXAMPLES, UNITS, QuantityError, parse, plain_advice

from .broken import GOOD

PROPOSED = re.compile(r"'([-+.\d][^']*)'|write ([-+.\d]\S*?)(?:,|$)")

WRITTEN: dict[str, dict[str, float | None]] = {
    "length": {"m": 1, "km": 1e3, "metres": 1, "meter": 1, "KM": 1e3, "kilometres": 1e3, "ft": 0.3048, "feet": 0.3048,
               "nmi": 1852, "NM": 1852, "mm": 1e-3, "cm": 1e-2, "mi": 1609.344, "yd": 0.9144, "nm": None, "miles": None,
               "mile": None, "furlongs": None, "M": None, "kmm": None, "s": None, "m/s": None},
    "speed": {"m/s": 1, "km/h": 1 / 3.6, "kmh": 1 / 3.6, "kph": 1 / 3.6, "kts": 1852 / 3600, "knots": 1852 / 3600,
              "mph": 0.44704, "ft/s": 0.3048, "ft/min": 0.00508, "Mach": None, "m": None, "kN": None, "c": None},
    "time": {"s": 1, "sec": 1, "seconds": 1, "min": 60, "minutes": 60, "h": 3600, "hrs": 3600, "ms": 1e-3, "us": 1e-6,
             "days": 86400, "months": None, "S": None, "M": None, "km": None, "Ms": None},
    "angle": {"deg": math.pi / 180, "degrees": math.pi / 180, "°": math.pi / 180, "rad": 1, "mrad": 1e-3,
              "gon": math.pi / 200, "mil": None, "turns": None},
    "area": {"m2": 1, "m²": 1, "m^2": 1, "square metres": 1, "cm2": 1e-4, "dBsm": None, "m": None},
    "frequency": {"GHz": 1e9, "ghz": 1e9, "MHz": 1e6, "MHZ": 1e6, "mHz": None, "mhz": None, "kHz": 1e3, "rpm": None},
    "power density": {"W/MHz": 1e-6, "mW/MHz": 1e-9, "W/GHz": 1e-9, "W": None, "dBW/MHz": None},
}  # fmt: skip
"""Units as people write them: what one is in SI [exact definitions], None where it is no unit of this dimension or
has more than one meaning."""


MARKS = [("", "."), ("", ","), (",", "."), (".", ","), (" ", "."), (" ", ","), ("'", "."), ("\u00a0", ","),
         ("\u2009", "."), ("\u202f", ","), ("_", ".")]  # fmt: skip
"""What stands between thousands and before decimals."""


def grouped(digits: str, mark: str) -> str:
    """Return digits with a mark between groups of three, from the right."""
    first = len(digits) % 3 or 3
    return mark.join([digits[:first], *(digits[k : k + 3] for k in range(first, len(digits), 3))])


@st.composite
def numbers(draw: st.DrawFn) -> tuple[str, Fraction]:
    """Draw a number as someone may write it, and its value."""
    whole = str(draw(st.integers(0, 10 ** draw(st.integers(1, 8)))))
    decimals = draw(st.sampled_from(["", "", "5", "25", "000", "500", "125", "1234"]))
    mark, point = draw(st.sampled_from(MARKS))
    sign = draw(st.sampled_from(["", "", "-", "\u2212", "+"]))
    power = draw(st.integers(-6, 6)) if draw(st.booleans()) else None
    raised = "" if power is None else str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    written = draw(st.sampled_from([f"e{power}", f"E{power}", f"×10^{power}", f" x 10^{power}", f"·10{raised}"]))
    text = sign + (grouped(whole, mark) if mark else whole) + (point + decimals if decimals else "")
    value = Fraction(f"{whole}.{decimals or 0}") * (-1 if sign in ("-", "\u2212") else 1)
    if power is not None:
        text, value = text + written, value * Fraction(10) ** power
    return text, value


def advised(text: str, dimension: str) -> tuple[str, list[str]]:
    """Return the usual fix for a text that is no quantity, and the values in it; nothing if it is read."""
    try:
        parse(text, dimension)
    except QuantityError as e:
        return e.fix, [a or b for a, b in PROPOSED.findall(e.fix)]
    return "", []


@settings(max_examples=1500, deadline=None)
@given(st.data(), numbers(), st.sampled_from(sorted(WRITTEN)), st.sampled_from(["", " ", "  "]))
def test_advice_means_what_was_meant(data: st.DataObject, number: tuple[str, Fraction], dim: str, gap: str) -> None:
    unit = data.draw(st.sampled_from(sorted(WRITTEN[dim])))
    text, value = number
    fix, values = advised(text + gap + unit, dim)
    si = WRITTEN[dim][unit]
    if si is None:
        assert not values, (text, unit, fix)
    for proposed in values:
        # Both sides round once or twice to a double.
        assert math.isclose(parse(proposed, dim), float(value) * (si or 0.0), rel_tol=1e-13), (text, unit, fix)
    rest = PROPOSED.sub("", fix)
    for name in sorted(UNITS[dim], key=len, reverse=True):
        rest = rest.replace(name, "")
    rest = rest.replace(f"'{unit}'", "")
    assert not any(c.isdigit() for c in rest), fix  # no value stands anywhere else


@settings(max_examples=500, deadline=None)
@given(numbers(), st.sampled_from(["", " ", "%", " %"]))
def test_advice_for_plain_numbers(number: tuple[str, Fraction], behind: str) -> None:
    text, value = number
    fix = plain_advice(text + behind)
    if fix:
        proposed = fix.removeprefix("write ").removesuffix(", without quotes")
        assert math.isclose(float(proposed), float(value / (100 if "%" in behind else 1)), rel_tol=1e-13)


@pytest.mark.parametrize(
    ("text", "dimension", "fix"),
    [
        ("3000 metres", "length", "'3000 m'"),
        ("5 mm", "length", "'0.005 m'"),
        ("9,5 km", "length", "'9.5 km'"),
        ("30 000 ft", "length", "'30000 ft'"),
        ("1,234,567 m", "length", "'1234567 m'"),
        ("5×10³ m", "length", "'5e3 m'"),
        ("60 mph", "speed", "'26.8224 m/s'"),
        ("\u22125 deg", "angle", "'-5 deg'"),
        ("0.5 days", "time", "'12 h'"),
        ("6 rpm", "angular rate", "'36 deg/s'"),
        ("50 mW/MHz", "power density", "'0.05 W/MHz'"),
        ("1234567", "length", "'1234567 m', '1234567 km', '1234567 ft' or '1234567 nmi'"),
        ("4", "rain rate", "'4 mm/h'"),
    ],
)
def test_what_is_evident_is_advised(text: str, dimension: str, fix: str) -> None:
    assert advised(text, dimension)[0] == f"write {fix}"


@pytest.mark.parametrize(
    ("text", "dimension"),
    [("30,000 ft", "length"), ("1.500,000,0 m", "length"), ("1:30", "time"), ("5 nm", "length"), ("5 mhz", "frequency"),
     ("FL300", "length"), ("1/2 km", "length"), ("5 km 200 m", "length"), ("1 min 5 s", "time"),
     ("12,34,567 m", "length"), ("1.500 metres", "length"), ("five km", "length"), ("½ km", "length"),
     ("", "time"), ("km", "length"), ("fast", "speed"),
     ("Mach 0.8", "speed"), ("5 ft 10 in", "length"), ("~5 km", "length"), ("5-10 km", "length"),
     ("1e999999999 mm", "length"), ("9" * 99 + " km²", "length")],
)  # fmt: skip
def test_of_what_is_not_evident_no_value_is_advised(text: str, dimension: str) -> None:
    fix, values = advised(text, dimension)
    assert fix
    assert not values


def test_a_number_keeps_its_digits() -> None:
    with pytest.raises(QuantityError, match="'1234567 m'"):
        parse(1_234_567, "length")
    with pytest.raises(QuantityError, match=r"'0\.1234567 deg'"):
        parse(0.1234567, "angle")
    with pytest.raises(QuantityError, match="one number"):
        parse(10**5000, "length")


@given(st.fractions(-(10**9), 10**9, max_denominator=10**6))
def test_digits_are_the_number(value: Fraction) -> None:
    assert float(in_digits(value)) == pytest.approx(float(value), rel=1e-15)


@pytest.mark.parametrize("dimension", UNITS)
def test_every_unit_that_files_take_is_meant_as_itself(dimension: str) -> None:
    for unit in UNITS[dimension]:
        assert reading(f"2.5 {unit}") == ("2.5", unit)
        assert unit_meant(unit)[0] in ("", unit)
    assert reading(EXAMPLES[dimension])[0]


@pytest.mark.parametrize(
    ("old", "new", "fix"),
    [
        ("count: 4", "count: '4'", "write 4, without quotes"),
        ("count: 4", "count: '4 fighters'", "write a whole number in digits, without quotes"),
        ("count: 4", "count: 4,5", "write a whole number in digits, without quotes"),
        ("alive_given_dead: 0.05", "alive_given_dead: 5 %", "write 0.05, without quotes"),
        ("alive_given_dead: 0.05", "alive_given_dead: '0,05'", "write 0.05, without quotes"),
        ("sskp.aircraft: 0.75", "sskp.aircraft: 75 %", "write 0.75, without quotes"),
        ("fire_units: 2", "fire_units: '3'", "write 3, without quotes"),
        ("fire_units: 2", "fire_units: 3 units", "write a whole number in digits, or a list"),
        ("name: Exercise", "name: 0x10", "put it in quotes"),
        ("mast: 40V6M", "mast: 30 metres", "write '30 m'"),
        ("rain_rate: 4 mm/h", "gases: yes", "write true"),
        ("rain_rate: 4 mm/h", "gases: off", "write false"),
        ("rain_rate: 4 mm/h", "gases: 1", "write true or false"),
    ],
)
def test_advice_in_a_file(old: str, new: str, fix: str) -> None:
    assert GOOD.count(old) == 1
    with pytest.raises(ScenarioError) as caught:
        loads(GOOD.replace(old, new))
    assert caught.value.first.fix == fix


def test_names_proposed_stand_in_the_list_beside_them() -> None:
    """An alias that is like what was given is proposed by the name that the list has; targets likewise."""
    groups = "".join(f"  - {{name: asset-{k}, at: [0.0, 0.{k}1]}}\n" for k in range(10))
    text = f"name: x\nassets:\n{groups}raid:\n  - {{threat: fighter, from: [1, 1], aims_at: asset-99}}\n"
    with pytest.raises(ScenarioError) as caught:
        loads(text)
    problem = caught.value.first
    assert problem.nearest
    listed = problem.expected.partition("(")[2]
    assert all(name in listed for name in problem.nearest)
    for given_name in ("40V6 mast", "40V6M masts"):
        with pytest.raises(ScenarioError) as caught:
            loads(GOOD.replace("mast: 40V6M", f"mast: {given_name}"))
        problem = caught.value.first
        names = re.findall(r"[\w-]+", problem.expected)
        assert problem.nearest
        assert set(problem.nearest) <= set(names)
