"""What files, options and requests are made of: ordinary values, and those at which programs break."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

NUMBERS = [0, -0.0, 1, -1, 2, 3, 0.5, 1e-300, 1e300, -1e300, 5e-324, 2**31, 2**63, 2**64, -(2**63), 10**30,
           89.9999999, 90,
           -90, 179.9999999, 180, -180, 360, 1e-9, 0.05, 0.2, 999, 1000, 1001, 20_000, 20_001]  # fmt: skip
WORDS = ["fighter", "srbm", "bomber", "cruise-missile", "drone", "decoy", "port", "depot", "S-300PMU-2", "S-400",
         "S-300PT",
         "ideal-battery", "unit-1/radar", "S-300PMU-2/post", "40V6M", "none", "island", "smooth", "poisson", "regular",
         "salvo", "shoot-look-shoot", "shoot-shoot-look", "nearest", "central", "autonomous", "ballistic", "aircraft",
         "ground", "sea", "refuse", "engagement_radar", "64N6E2", "present", "true", "yes", "null", "~"]  # fmt: skip
STRANGE = ["\x00", "\x1b[2J", "\x0b", "\x7f", "\x9b31m", "\u202e", "\u2028", "\ufeff", "\ufffe", "\ud83d", "\U0001fffe",
           "🚀", "e\u0301", "שלום", "$x^$", "$", "=1+1", "-->", "]]>", "<![CDATA[", "<b>", "&", "%s", "{0}", "\\",
           "'", '"',
           "`", "|", ",", ";", "/", "..", "../..", "~", "*", "&a", "*a", "<<", "!!str 1", "%YAML 1.1", "---", "#",
           ": ", "- ",
           "\n", "\t", "\r\n", "x" * 300, "9" * 400, "0x" + "f" * 300, "1e400", ".nan", ".inf", "nan", "-"]  # fmt: skip
UNITS = ["m", "km", "ft", "nmi", "m/s", "km/h", "km/s", "kn", "s", "ms", "min", "h", "deg", "rad", "m2", "GHz",
         "MHz", "mm/h",
         "W/MHz", "W/Hz", "kg/m2", "metres", "mm", "miles", "°", "%", "Mach", "", "parsec"]  # fmt: skip


def words() -> st.SearchStrategy[str]:
    """Return texts: words of the trade, strange ones, both together, any."""
    ordinary, strange = st.sampled_from(WORDS), st.sampled_from(STRANGE)
    both = st.tuples(ordinary, strange, st.sampled_from(["", "x"])).map("".join)
    return st.one_of(ordinary, ordinary, strange, both, st.text(max_size=12))


def quantities() -> st.SearchStrategy[str]:
    """Return numbers with units, well written and not."""
    number = st.one_of(
        st.sampled_from(NUMBERS).map(str),
        st.floats(-10, 2000, allow_nan=False).map(lambda x: f"{x:.4g}"),
        st.integers(0, 2000).map(str),
        st.sampled_from(
            ["30,000", "9,5", "1:30", "1e999", "5×10³", "−5", "٥", "0x10", "1_000", ".5", "5.", "+5", "--5"]
        ),
    )
    return st.tuples(number, st.sampled_from(["", " ", "  "]), st.sampled_from(UNITS)).map("".join)


def places() -> st.SearchStrategy[list[Any]]:
    """Return latitude and longitude: near the exercise, anywhere, at the edges, nowhere."""
    near = st.tuples(st.floats(-2, 2), st.floats(-2, 2))
    edge = st.tuples(st.sampled_from([-90, 90, 89.9, 0, 45, -0.0]), st.sampled_from([-180, 180, 179.9, -179.9, 0, 90]))
    anywhere = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
    wrong = st.tuples(st.sampled_from(NUMBERS), st.sampled_from(NUMBERS))
    return st.one_of(near, near, edge, anywhere, wrong).map(list)


def leaves() -> st.SearchStrategy[Any]:
    """Return values that may stand at the end of a path."""
    return st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-3, 30),
        st.sampled_from(NUMBERS),
        st.floats(allow_nan=True, allow_infinity=True),
        words(),
        quantities(),
        places(),
        st.just([]),
        st.just({}),
    )


def trees() -> st.SearchStrategy[Any]:
    """Return values of any shape."""
    return st.recursive(
        leaves(), lambda x: st.one_of(st.lists(x, max_size=4), st.dictionaries(words(), x, max_size=4)), max_leaves=12
    )
