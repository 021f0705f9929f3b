"""Names that mean something to one format or another are carried through every one of them as they are."""

from __future__ import annotations

import csv
import io
import json
from html import unescape
from xml.etree import ElementTree

import pyarrow as pa
import pytest

import airdef
from airdef import formats
from airdef.formats.acmi import acmi
from airdef.formats.plain import encoded, text
from airdef.formats.tables import cell, write_rows, write_table
from airdef.scenario import loads

NAMES = {
    "title": "<![CDATA[ title ]]> </name> & $x^$",
    "system": "]]><b>sys</b>",
    "unit": "u,n|i\\t",
    "asset": "=HYPERLINK(1) 'port' \"a\"",
    "group": "--><script>x</script>",
    "loader": "שלום 🚀 e\u0301 <![CDATA[",
}
KML = "{http://www.opengis.net/kml/2.2}"


@pytest.fixture(scope="module")
def replication():
    raid = {
        "name": NAMES["title"],
        "defence": [{"system": "S-300PMU-2", "name": NAMES["system"], "at": [0.05, 0.1],
                     "fire_units": [{"name": NAMES["unit"]}]}],
        "assets": [{"name": NAMES["asset"], "at": [0.0, 0.0]}],
        "raid": [
            {"threat": "fighter", "name": NAMES["group"], "count": 2, "from": [-0.6, -0.6], "altitude": "8 km",
             "spacing": "3 s", "aims_at": NAMES["asset"]},
            {"threat": "bomber", "name": NAMES["loader"], "from": [-0.6, -0.7], "altitude": "9 km",
             "aims_at": NAMES["asset"], "releases": [{"threat": "cruise-missile", "at_time": "9 s", "count": 2}]},
        ],
        "environment": {"time_step": "5 s"},
    }  # fmt: skip
    return airdef.replay(loads(json.dumps(raid)), seed=1, replication=0)


def test_kml_carries_them_as_text(replication):
    root = ElementTree.fromstring(formats.written(replication, "kml"))
    names = [n.text for n in root.iter(f"{KML}name")]
    assert names[0] == f"{NAMES['title']}: replication 0 of seed 1"
    assert {NAMES["asset"], f"{NAMES['group']}-1", f"{NAMES['system']}/{NAMES['unit']}/radar"} <= set(names)
    # A balloon shows its description as HTML: read as that, it is the name again, and nothing of it is a tag.
    told = [d.text for d in root.iter(f"{KML}description") if d.text]
    assert not any("<" in d for d in told)
    assert any(f"at {NAMES['group']}-1:" in unescape(d) for d in told)


def test_czml_has_each_id_once(replication):
    packets = json.loads(formats.written(replication, "czml"))
    ids = [p["id"] for p in packets]
    assert len(set(ids)) == len(ids)
    assert f"threat/{NAMES['group']}-2" in ids
    assert f"threat/{NAMES['loader']}/cruise-missile-1" in ids
    assert packets[0]["name"].startswith(NAMES["title"])


def test_acmi_has_no_field_more(replication):
    """Read as Tacview does: a property ends at a comma that no backslash escapes, a part of an event at a bar."""
    told = acmi(replication)
    assert f"CallSign={NAMES['group']}-1," in told
    for line in told.splitlines():
        assert line.startswith(("#", "-", "0,")) or line.split(",")[0].isalnum() or "=" in line.split(",")[0]
        if ",Event=" in line:
            assert line.count("|") <= 3
    unit = "u\\,n/i/t"
    assert f"Name={NAMES['system']}/{unit}," in told


def test_json_and_geojson_carry_them(replication):
    for form in ("json", "geojson"):
        written = formats.written(replication, form)
        assert f"{NAMES['group']}-1" in json.dumps(json.loads(written), ensure_ascii=False).replace('\\"', '"')
        written.encode()


@pytest.mark.parametrize("character", ["\x7f", "\x9b", "\u202e", "\ufffe", "\ud800", "\U0001fffe"], ids=ascii)
def test_json_escapes_what_no_scenario_holds(character):
    """Stored campaigns and requests are other people's as well."""
    for written in (text([f"a{character}b"]), encoded([f"a{character}b"]).decode()):
        assert json.loads(written) == [f"a{character}b"]
    assert character not in text([f"a{character}b"])


@pytest.mark.parametrize(
    "value", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\uff1d1", "-5 m", "=", "-"]
)
def test_no_cell_is_a_formula(value):
    assert cell(value) == f"'{value}"


@pytest.mark.parametrize("value", ["-5", "+1.5e3", "-inf", "a=1", "1-1", "", "port", -5, 1.5, None, True])
def test_other_cells_stay(value):
    assert cell(value) == value


def test_csv_files_are_read_back(tmp_path):
    rows = [{"=name": "=1+1", "x": -5.5, "y": 'a,"b"\nc'}, {"=name": "@port", "x": 2}]
    write_rows(tmp_path / "a.csv", rows, ["=name", "x", "y"])
    write_table(tmp_path / "b.csv", pa.table({"=name": ["=1+1", "@port"], "x": [-5.5, 2.0], "y": ['a,"b"\nc', None]}))
    for name in ("a.csv", "b.csv"):
        read = list(csv.DictReader(io.StringIO((tmp_path / name).read_text(encoding="utf-8"), newline="")))
        assert [r["'=name"] for r in read] == ["'=1+1", "'@port"]
        assert [float(r["x"]) for r in read] == [-5.5, 2.0]
        assert [r["y"] for r in read] == ['a,"b"\nc', ""]
