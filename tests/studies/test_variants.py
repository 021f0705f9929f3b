"""Settings and ranges as people write them."""

import pytest

from airdef.studies.variants.settings import Varied, setting, settings, varied


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("raid.0.count=4:12:4", (4, 8, 12)),
        ("raid.0.count=4:13:4", (4, 8, 12)),
        ("x=12:4:-4", (12, 8, 4)),
        ("x=0:0.3:0.1", (0, 0.1, 0.2, 0.3)),  # the end itself, though 3 * 0.1 is above 0.3
        ("raid.0.altitude=50:150:50 m", ("50 m", "100 m", "150 m")),
        ("x=5:5:1", (5,)),
        ("doctrine.policy=salvo, shoot-look-shoot", ("salvo", "shoot-look-shoot")),
        ("defence.0.at=[0, 1],[0, 2]", ("[0, 1]", "[0, 2]")),
        ("x=150 km,200 km", ("150 km", "200 km")),
    ],
)
def test_values(text, values):
    assert varied(text).values == values


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("raid.0.count", "PATH=VALUE expected"),
        ("=1", "PATH=VALUE expected"),
        ("x=", "no values given"),
        ("x=1:2", "a range is first:last:step"),
        ("x=1:2:0", "never get from 1 to 2"),
        ("x=1:2:-1", "never get from 1 to 2"),
        ("x=1:5000:1", "5000 values; expected at most 1000"),
        ("x=1:-:1", "in digits expected"),
    ],
)
def test_refusals(text, words):
    with pytest.raises(ValueError, match=words):
        varied(text)


def test_numbers_and_units():
    assert Varied("x", ("50 m", "100 m")).numbers() == [50.0, 100.0]
    assert Varied("x", ("50 m", "100 m")).unit == "m"
    assert Varied("x", (1, 2)).unit == ""
    assert Varied("x", ("50 m", "1 km")).numbers() is None
    assert Varied("x", ("salvo", "none")).numbers() is None


def test_settings():
    assert settings("a.b=1; c = 2") == (("a.b", "1"), ("c", "2"))
    assert setting("a=b=c") == ("a", "b=c")
    with pytest.raises(ValueError, match="--common x: PATH=VALUE"):
        setting("x", "--common")
