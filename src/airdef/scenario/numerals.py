"""Numbers and units as people write them: what they evidently mean, if it is evident.

Advice in messages is made from this. Where a text has two readings (`30,000` and `30.000`: thirty thousand, or thirty;
`1:30`: minutes or hours; `mile`: statute or nautical) it has none here, and no value is advised.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import Final

MAX_LENGTH: Final = 60
MAX_EXPONENT: Final = 300
"""Longer texts, and numbers with powers of ten beyond, are not advised about."""

_SPACES: Final = " \u00a0\u2009\u202f"
_APART: Final = "".join((_SPACES, "'\u2019_"))
"""What stands between groups of three digits and is nothing else: spaces, apostrophes, the underscore."""

_BLANK: Final = f"[{_SPACES}]*"
_POWER: Final = (
    rf"(?:[eE]([-+]?\d{{1,4}})|{_BLANK}[×x*·]{_BLANK}10"
    r"(?:(?:\^|\*\*)([-+]?\d{1,4})|([⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})))?"
)
_UPPER: Final = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")

_BODIES: Final = (
    (r"(?!0*[1-9]\d{0,2}\.\d{3}(?!\d))(?:\d+\.?\d*|\.\d+)", ""),  # 1234.5, unless the point may part thousands
    (rf"\d{{1,3}}(?:([{_APART}])\d{{3}})(?:\1\d{{3}})*(?:\.\d+)?", _APART),  # 1 234.5
    (rf"\d{{1,3}}(?:([{_APART}])\d{{3}})(?:\1\d{{3}})*,\d+", _APART),  # 1 234,5
    (r"[1-9]\d{0,2}(?:,\d{3}){2,}(?:\.\d+)?", ","),  # 1,234,567.8
    (r"[1-9]\d{0,2}(?:,\d{3})+\.\d+", ","),  # 1,234.5
    (r"[1-9]\d{0,2}(?:\.\d{3}){2,}(?:,\d+)?", "."),  # 1.234.567,8
    (r"[1-9]\d{0,2}(?:\.\d{3})+,\d+", "."),  # 1.234,5
    (r"(?!0*[1-9]\d{0,2},\d{3}(?!\d))\d*,\d+", ""),  # 1,5: a decimal comma, unless it may part thousands
)
"""Ways to write the digits of a number, and what parts its thousands; the first that fits is taken."""

_UNIT: Final = rf"(?:{_BLANK}([^\W\d_].*|°.*))?"
_NUMBERS: Final = tuple((re.compile(rf"([-+]?)({body}){_POWER}{_UNIT}", re.DOTALL), apart) for body, apart in _BODIES)

UNIT_WORDS: Final[dict[str, str]] = {
    "m": "metre metres meter meters",
    "km": "kilometre kilometres kilometer kilometers kms Km KM",
    "ft": "foot feet FT Ft",
    "nmi": "NM n.mi. nautical-mile nautical-miles NMI Nmi",
    "m/s": "mps m/sec metres/second meters/second metres-per-second meters-per-second m·s⁻¹",
    "km/h": "kmh kph kmph km/hr kilometres-per-hour kilometers-per-hour Km/h KM/H",
    "km/s": "km/sec kilometres-per-second kilometers-per-second",
    "kn": "kt kts knot knots KT Kt",
    "s": "sec secs second seconds",
    "ms": "msec millisecond milliseconds",
    "min": "mins minute minutes MIN Min",
    "h": "hr hrs hour hours",
    "deg": "° degree degrees degs DEG Deg",
    "rad": "radian radians RAD Rad",
    "deg/s": "°/s deg/sec degrees/s degrees/second degrees-per-second deg-per-second",
    "rad/s": "rad/sec radians/s radians/second radians-per-second",
    "m2": "m² m^2 m**2 sqm sq-m square-metre square-metres square-meter square-meters",
    "Hz": "hertz hz HZ",
    "kHz": "kilohertz khz KHz KHZ",
    "MHz": "megahertz Mhz MHZ",
    "GHz": "gigahertz ghz Ghz GHZ",
    "mm/h": "mm/hr mm/hour mm-per-hour millimetres-per-hour millimeters-per-hour",
    "kg/m2": "kg/m² kg/m^2 kg/m**2",
}
"""Words for a unit that mean that unit and nothing else, a hyphen for a space."""

CONVERTED: Final[dict[str, tuple[str, Fraction]]] = {
    "mm": ("m", Fraction(1, 1000)),
    "cm": ("m", Fraction(1, 100)),
    "mi": ("m", Fraction("1609.344")),
    "yd": ("m", Fraction("0.9144")),
    "mph": ("m/s", Fraction("0.44704")),
    "ft/s": ("m/s", Fraction("0.3048")),
    "fps": ("m/s", Fraction("0.3048")),
    "ft/min": ("m/s", Fraction("0.00508")),
    "cm/s": ("m/s", Fraction(1, 100)),
    "us": ("ms", Fraction(1, 1000)),
    "µs": ("ms", Fraction(1, 1000)),
    "d": ("h", Fraction(24)),
    "day": ("h", Fraction(24)),
    "days": ("h", Fraction(24)),
    "mrad": ("rad", Fraction(1, 1000)),
    "gon": ("deg", Fraction(9, 10)),
    "rpm": ("deg/s", Fraction(6)),
    "cm2": ("m2", Fraction(1, 10_000)),
    "cm²": ("m2", Fraction(1, 10_000)),
    "km2": ("m2", Fraction(1_000_000)),
    "km²": ("m2", Fraction(1_000_000)),
    "cm/h": ("mm/h", Fraction(10)),
    "mW/Hz": ("W/Hz", Fraction(1, 1000)),
    "mW/MHz": ("W/MHz", Fraction(1, 1000)),
    "W/GHz": ("W/MHz", Fraction(1, 1000)),
    "g/cm2": ("kg/m2", Fraction(10)),
}
"""Units that scenario files do not take: what they are, exactly, in one that they take (International System of Units,
9th edition, tables 2 to 8; the international yard and pound agreement of 1959 for mile, yard and foot)."""

_WORDS: Final = {word.replace("-", " "): unit for unit, words in UNIT_WORDS.items() for word in words.split()}
_FOLDED: Final = {word: unit for word, unit in _WORDS.items() if word.islower() and len(word) > 2}


def reading(text: str) -> tuple[str, str]:
    """Return a text as a number in the digits that scenario files take (`30000`, `9.5`, `5e3`) and what follows it.

    Both are empty where the text begins with no number, or with one that has two readings.

    Parameters
    ----------
    text
        The text.

    Returns
    -------
    tuple[str, str]
        A text as a number in the digits that scenario files take (`30000`, `9.5`, `5e3`) and what follows
        it.
    """
    plain = "".join(_digit(c) for c in text.strip())
    if len(plain) > MAX_LENGTH:
        return "", ""
    for pattern, apart in _NUMBERS:
        found = pattern.fullmatch(plain)
        if found is None:
            continue
        body = found[2]
        for mark in apart:
            body = body.replace(mark, "")
        *_, by_e, by_hat, raised, unit = found.groups()
        power = (by_e or by_hat or raised or "").translate(_UPPER)
        if power and abs(int(power)) > MAX_EXPONENT:
            return "", ""
        number = found[1].replace("+", "") + body.replace(",", ".")
        return number + (f"e{int(power)}" if power else ""), (unit or "").strip()
    return "", ""


def _digit(character: str) -> str:
    """Return an ASCII digit for a decimal digit of any script, and the hyphen for the signs that mean minus."""
    if character in "\u2212\ufe63\uff0d":
        return "-"
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def unit_meant(word: str) -> tuple[str, Fraction]:
    """Return the unit that a word means and how many of it it is; an empty text where that is not evident.

    `metres` is 1 m, `mm` is 1/1000 m. Letter case does not matter for words; symbols are read as they stand (`mhz` is
    not evidently a megahertz, `S` is no second).

    Parameters
    ----------
    word
        The word.

    Returns
    -------
    tuple[str, Fraction]
        The unit that a word means and how many of it it is; an empty text where that is not evident.
    """
    tidy = " ".join(word.split())
    if tidy in CONVERTED:
        return CONVERTED[tidy]
    bare = tidy.removesuffix(".")
    unit = _WORDS.get(tidy) or _WORDS.get(bare) or _FOLDED.get(bare.casefold())
    return (unit, Fraction(1)) if unit else ("", Fraction(0))


def in_digits(value: Fraction) -> str:
    """Return a number in digits: exactly where twenty of them do, else to the precision of a double.

    Parameters
    ----------
    value
        The value.

    Returns
    -------
    str
        A number in digits: exactly where twenty of them do, else to the precision of a double.
    """
    denominator = value.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    if denominator == 1 and 1e-6 <= abs(value) < 1e15:
        places = 0
        while (value * 10**places).denominator != 1:
            places += 1
        if places <= 20:
            digits = f"{abs(int(value * 10**places)):0{places + 1}d}"
            whole, parts = digits[: len(digits) - places], digits[len(digits) - places :]
            return ("-" if value < 0 else "") + whole + (f".{parts}" if parts else "")
    return repr(float(value))
