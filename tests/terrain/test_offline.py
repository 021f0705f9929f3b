"""Nothing that an elevation model names is asked for beyond this machine: refused, and no connection is made."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import pytest
import rasterio

from airdef.scenario import ScenarioError
from airdef.scenario import load as load_scenario
from airdef.terrain import DemError, load
from terrain.rasters import affine, write

SERVER = """
import socket, sys
server = socket.create_server(("127.0.0.1", 0), backlog=50)
print(server.getsockname()[1], flush=True)
while True:
    connection, _ = server.accept()
    with open(sys.argv[1], "a") as file:
        file.write("met\\n")
    connection.close()
"""
"""Counts connections in a process of its own: GDAL may hold the interpreter while it waits for an answer."""


class Server:
    """An address on this machine, and how often it was met."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "met"
        self.log.touch()
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVER, str(self.log)], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.address = f"127.0.0.1:{int(self.process.stdout.readline())}"

    def met(self) -> int:
        """Return how often the address was met since the last question."""
        count = len(self.log.read_text().splitlines())
        self.log.write_text("")
        return count

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    made = Server(tmp_path_factory.mktemp("server"))
    yield made
    made.close()


VRT = """<VRTDataset rasterXSize="60" rasterYSize="60"{kind}><SRS>{srs}</SRS>
<GeoTransform>10.0, 0.0166666, 0, 1.0, 0, -0.0166666</GeoTransform>{before}
<VRTRasterBand dataType="Float32" band="1"{band}>{inside}
<SimpleSource><SourceFilename relativeToVRT="{relative}">{source}</SourceFilename>{options}<SourceBand>1</SourceBand>
<SrcRect xOff="0" yOff="0" xSize="60" ySize="60"/><DstRect xOff="0" yOff="0" xSize="60" ySize="60"/></SimpleSource>
</VRTRasterBand></VRTDataset>"""
WMS = """<GDAL_WMS><Service name="TMS"><ServerUrl>http://{}/${{z}}/${{x}}/${{y}}.png</ServerUrl></Service><DataWindow>
<UpperLeftX>-180</UpperLeftX><UpperLeftY>90</UpperLeftY><LowerRightX>180</LowerRightX><LowerRightY>-90</LowerRightY>
<SizeX>60</SizeX><SizeY>60</SizeY></DataWindow><BandsCount>1</BandsCount></GDAL_WMS>"""
WCS = "<WCS_GDAL><ServiceURL>http://{}/wcs?</ServiceURL><CoverageName>x</CoverageName></WCS_GDAL>"
WMTS = "<GDAL_WMTS><GetCapabilitiesUrl>http://{}/wmts</GetCapabilitiesUrl></GDAL_WMTS>"
STAC = '{{"stac_version": "1.0.0", "type": "FeatureCollection", "features": [], "links": ["http://{}"]}}'
MRF = "<MRF_META><CachedSource><Source>/vsicurl/http://{}/x.tif</Source></CachedSource><Raster/></MRF_META>"
INDEX = "<GDALTileIndexDataset><IndexDataset>/vsicurl/http://{}/i.gpkg</IndexDataset></GDALTileIndexDataset>"


def virtual(source: str = "a.tif", **parts: str) -> str:
    usual = {"kind": "", "srs": "EPSG:4326", "before": "", "band": "", "inside": "", "relative": "1", "options": ""}
    return VRT.format(source=escape(source), **(usual | parts))


def plain(path: Path) -> Path:
    return write(path, np.full((60, 60), 7.0, np.float32), "EPSG:4326", affine(10.0, 1.0, 1 / 60))


def refused(path: Path | str) -> str:
    """Return how a model is refused."""
    with pytest.raises(DemError) as caught:
        load(path)
    assert "\n" not in str(caught.value)
    assert "usual fix: " in str(caught.value)
    return caught.value.given


def test_the_server_counts(server: Server, tmp_path: Path) -> None:
    # what follows would be met if GDAL were let: this test fails where its network is built out
    (tmp_path / "a.vrt").write_text(virtual(f"/vsicurl/http://{server.address}/x.tif"))
    with pytest.raises(rasterio.errors.RasterioError), rasterio.open(tmp_path / "a.vrt") as file:
        file.read(1)
    assert server.met() > 0


@pytest.mark.parametrize("name", [
    "/vsicurl/http://{}/x.tif", "http://{}/x.tif", "WMS:http://{}/wms", "WCS:http://{}/wcs", "/vsigzip//vsicurl/http://{}/x",
    "<VRTDataset/>", "vrt:///vsicurl/http://{}/x", 'NETCDF:"http://{}/x.nc":z', "/vsis3/bucket/x.tif", "wms.tif",
    "none.tif", "../../../../../../../../vsicurl/http:/{}/x", "EEDAI:http://{}/x", "GTI:/vsicurl/http://{}/x.gpkg",
])  # fmt: skip
@pytest.mark.parametrize("relative", ["0", "1"])
def test_sources_of_a_vrt(server: Server, tmp_path: Path, name: str, relative: str) -> None:
    (tmp_path / "wms.tif").write_text(WMS.format(server.address))
    path = tmp_path / "a.vrt"
    path.write_text(virtual(name.format(server.address), relative=relative))
    given = refused(path)
    assert "a VRT that reads" in given
    if "://" in name:  # an address is never looked for as a file
        assert given.endswith("'") or name.startswith(".")
    assert server.met() == 0


def test_other_ways_out_of_a_vrt(server: Server, tmp_path: Path) -> None:
    plain(tmp_path / "a.tif")
    far = f"/vsicurl/http://{server.address}/x.tif"
    out = f'<SourceFilename relativeToVRT="0">{far}</SourceFilename><SourceBand>1</SourceBand>'
    warped = f'<GDALWarpOptions><SourceDataset relativeToVRT="0">{far}</SourceDataset></GDALWarpOptions>'
    mask = f'<MaskBand><VRTRasterBand dataType="Byte"><SimpleSource>{out}</SimpleSource></VRTRasterBand></MaskBand>'
    rpc = f"<Transformer><RPCTransformer><DEMPath>{far}</DEMPath></RPCTransformer></Transformer>"
    cases = {
        "kind": virtual(kind=' subClass="VRTPansharpenedDataset"'),
        "derived": virtual(band=' subClass="VRTDerivedRasterBand"', inside="<PixelFunctionCode>x</PixelFunctionCode>"),
        "raw": virtual(band=' subClass="VRTRawRasterBand"', inside=f"<SourceFilename>{far}</SourceFilename>"),
        "mask": virtual(before=mask),
        "small": virtual(inside=f"<simplesource>{out.lower()}</simplesource>"),
        "warped": virtual(kind=' subClass="VRTWarpedDataset"', before=warped),
        "options": virtual(options='<OpenOptions><OOI key="x">y</OOI></OpenOptions>'),
        "srs": virtual(srs=f"http://{server.address}/srs"),
        "operation": virtual(before='<GDALWarpOptions><Option name="CUTLINE">x</Option></GDALWarpOptions>'),
        "group": virtual(before='<Group name="/"></Group>'),
        "rpc": virtual(before=f"<GDALWarpOptions>{rpc}</GDALWarpOptions>"),
        "entity": '<!DOCTYPE x [<!ENTITY far "' + far + '">]>' + virtual("&far;").replace("&amp;", "&"),
        "cut": virtual()[:-20],
    }  # fmt: skip
    for name, text in cases.items():
        path = tmp_path / f"{name}.vrt"
        path.write_text(text)
        assert "a VRT" in refused(path) or name == "entity", name
    nested = tmp_path / "nested.vrt"
    nested.write_text(virtual("warped.vrt"))
    assert "warped.vrt" in refused(nested)
    endless = tmp_path / "endless.vrt"
    endless.write_text(virtual("endless.vrt"))
    assert "5 levels of VRTs" in refused(endless)
    assert server.met() == 0


def test_what_changes_no_height_is_left_out_of_a_vrt(server: Server, tmp_path: Path) -> None:
    plain(tmp_path / "a.tif")
    far = f"/vsicurl/http://{server.address}/x.tif"
    path = tmp_path / "a.vrt"
    path.write_text(virtual(
        before=f'<Metadata domain="OVERVIEWS"><MDI key="OVERVIEW_FILE">{far}</MDI></Metadata>',
        inside=f"<Overview><SourceFilename>{far}</SourceFilename><SourceBand>1</SourceBand></Overview>",
    ))  # fmt: skip
    assert load(path).ground.top == 7.0
    assert server.met() == 0


@pytest.mark.parametrize("text", [WMS, WCS, WMTS, STAC, MRF, INDEX])
@pytest.mark.parametrize("ending", ["tif", "xml", "vrt", "json", "nc", "asc"])
def test_descriptions_of_services(server: Server, tmp_path: Path, text: str, ending: str) -> None:
    path = tmp_path / "tiles" / f"a.{ending}"
    path.parent.mkdir()
    path.write_text(text.format(server.address))
    assert "cannot be read" in refused(path)
    if ending in {"tif", "nc", "asc"}:
        assert "cannot be read" in refused(path.parent)
    assert server.met() == 0


@pytest.mark.parametrize("name", [
    "/vsicurl/http://{}/x.tif", "http://{}/x.tif", "https://{}/x.tif", "s3://bucket/x.tif", "zip+http://{}/x.zip!x.tif",
    "WMS:http://{}/wms", "vrt:///vsicurl/http://{}/x.tif", "NETCDF:http://{}/x.nc:z", "<GDAL_WMS></GDAL_WMS>",
    "/vsizip//vsicurl/http://{}/x.zip/x.tif", "ftp://{}/x", "file://{}/x.tif",
])  # fmt: skip
def test_names_that_are_addresses(server: Server, tmp_path: Path, name: str) -> None:
    name = name.format(server.address)
    assert "an address or a prefix of GDAL" in refused(name)
    (tmp_path / "raid.yaml").write_text(
        "name: Far\ndefence:\n  - {system: S-300PMU-2, at: [0.5, 10.5], fire_units: 1}\n"
        f"environment:\n  terrain: {{dem: '{name}'}}\n"
    )
    with pytest.raises(ScenarioError, match="an address or a prefix of GDAL"):
        load_scenario(tmp_path / "raid.yaml")
    assert server.met() == 0


def test_metadata_beside_a_raster(server: Server, tmp_path: Path) -> None:
    path = plain(tmp_path / "a.tif")
    far = f"http://{server.address}/x.tif"
    with rasterio.open(path, "r+") as file:
        file.update_tags(ns="OVERVIEWS", OVERVIEW_FILE=far)
    Path(f"{path}.aux.xml").write_text(
        f'<PAMDataset><Metadata domain="OVERVIEWS"><MDI key="OVERVIEW_FILE">{far}</MDI></Metadata>'
        f'<Metadata domain="GEOLOCATION"><MDI key="X_DATASET">{far}</MDI></Metadata></PAMDataset>'
    )
    assert load(path).ground.top == 7.0
    (tmp_path / "a.vrt").write_text(virtual())
    assert load(tmp_path / "a.vrt").ground.top == 7.0
    Path(f"{path}.aux.xml").write_text(f"<PAMDataset><SRS>http://{server.address}/srs</SRS></PAMDataset>")
    assert "cannot be read" in refused(path)
    assert server.met() == 0


def test_a_source_that_another_driver_would_take_for_its_own(server: Server, tmp_path: Path) -> None:
    # numbers without a head, which a description of a service may be: GDAL gets a copy of them in a VRT
    text = WMS.format(server.address).encode()
    (tmp_path / "a.bil").write_bytes(text + b" " * (2 * 60 * 60 - len(text)))
    (tmp_path / "a.hdr").write_text(
        "nrows 60\nncols 60\nnbits 16\nbyteorder I\nulxmap 10\nulymap 1\nxdim 0.1\nydim 0.1\n"
    )
    path = tmp_path / "a.vrt"
    path.write_text(virtual("a.bil"))
    refused(path)  # numbers of text are no heights
    assert server.met() == 0


def test_a_device_or_a_pipe_is_no_file(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "a.tif")
    assert "no regular file" in refused(tmp_path / "a.tif")
    assert "no regular file" in refused("/dev/zero")
    (tmp_path / "a.vrt").write_text(virtual("/dev/zero", relative="0"))
    assert "which is no file" in refused(tmp_path / "a.vrt")
