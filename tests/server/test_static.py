"""The page: missing, it says what to do; built, it is served compressed, and cached as long as it holds."""

import gzip

import pytest

from server.service import opened

HASHED = "assets/index-4f3a9c1d.js"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    page = tmp_path_factory.mktemp("page")
    (page / "assets").mkdir()
    (page / "cesium").mkdir()
    (page / "index.html").write_text("<!doctype html><p>the page")
    (page / HASHED).write_text("let a = 1;" * 500)
    (page / f"{HASHED}.gz").write_bytes(gzip.compress(b"packed by the build"))
    (page / f"{HASHED}.br").write_bytes(b"brotli's bytes")
    (page / "cesium" / "Moon-textures.js").write_text("x" * 5000)
    (page / "cesium" / "lib.wasm").write_bytes(b"\0asm")
    (page.parent / "secret.txt").write_text("not yours")
    with opened(tmp_path_factory.mktemp("workspace"), page=page) as client:
        yield client


def test_a_page_that_is_not_built_says_how_to_build_it(tmp_path):
    with opened(tmp_path / "w", page=tmp_path / "none") as client:
        answer = client.get("/")
        assert answer.status_code == 404
        assert answer.headers["content-type"].startswith("text/html")
        assert "python3 dev.py web" in answer.text
        assert client.get("/api/about").status_code == 200


def test_the_page_is_asked_for_each_time_and_confirmed_cheaply(built):
    answer = built.get("/")
    assert answer.text.endswith("the page")
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-cache"
    again = built.get("/", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("identity", None), ("br;q=0, gzip", "gzip")],
)
def test_files_packed_by_the_build_are_sent_packed(built, accepted, encoding):
    with built.stream("GET", f"/{HASHED}", headers={"accept-encoding": accepted}) as answer:
        raw = b"".join(answer.iter_raw())
        assert answer.headers.get("content-encoding") == encoding
        assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    expected = {"br": b"brotli's bytes", "gzip": gzip.compress(b"packed by the build"), None: b"let a = 1;" * 500}
    assert (gzip.decompress(raw) if encoding == "gzip" else raw) == (
        b"packed by the build" if encoding == "gzip" else expected[encoding]
    )


def test_others_are_packed_on_the_way_and_not_kept_for_ever(built):
    answer = built.get("/cesium/Moon-textures.js", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == "no-cache"  # a name with a hyphen is no hash
    assert answer.text == "x" * 5000


def test_webassembly_has_its_type(built):
    assert built.get("/cesium/lib.wasm").headers["content-type"] == "application/wasm"


def test_what_lies_beside_the_page_is_not_served(built):
    for path in ("/../secret.txt", "/%2e%2e/secret.txt", "/assets/%2e%2e/%2e%2e/secret.txt"):
        answer = built.get(path)
        assert answer.status_code == 404
        assert "error" in answer.json()


def test_the_page_is_only_read(built):
    assert built.post("/").status_code == 405


@pytest.mark.parametrize("path", ["/api/scenarios/..%2F..", "/api/..%2Findex.html", "/api/nothing", "/api/%2e%2e/"])
def test_a_path_of_the_interface_is_never_the_page(built, path):
    answer = built.get(path)
    assert answer.status_code in (404, 405)
    assert answer.json()["error"]
