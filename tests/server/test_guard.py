"""Who may ask, from where, how much, how often; and that no path leads out of the page's folder."""

import socket
from urllib.parse import urlsplit

import httpx
import pytest

from airdef.server.ending import Ending
from airdef.server.guard import Guard, Rate
from airdef.server.settings import Limits, Settings
from server.service import opened

TOKEN = "correct-horse-battery"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    page = tmp_path_factory.mktemp("page")
    (page / "index.html").write_text("the page")
    with opened(tmp_path_factory.mktemp("guarded"), token=TOKEN, page=page) as found:
        yield found


def test_without_the_token_nothing_is_answered(guarded):
    for path in ("/", "/api/about", "/api/openapi.json", "/assets/x.js", "/?token=wrong", "/?token="):
        answer = guarded.get(path)
        assert answer.status_code == 401, path
        assert "token" in answer.json()["error"]
    assert guarded.get("/api/about", headers={"authorization": "Bearer wrong"}).status_code == 401
    assert guarded.get("/api/about", headers={"authorization": "Basic " + TOKEN}).status_code == 401
    assert guarded.get("/api/about", headers={"cookie": "airdef=" + TOKEN}).status_code == 401
    assert guarded.get("/", headers={"cookie": "=;;\x01"}).status_code == 401
    assert guarded.get("/?" + "&".join(["a"] * 2000)).status_code == 401
    assert guarded.put("/api/scenarios/x?token=" + TOKEN, json={}).status_code == 401


def test_the_token_is_taken_as_bearer(guarded):
    assert guarded.get("/api/about", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_the_token_in_the_address_sets_a_strict_cookie_and_leaves_the_address(guarded):
    answer = guarded.get("/", params={"token": TOKEN, "job": "1 2"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/?job=1+2"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert TOKEN not in cookie
    name, value = cookie.split(";")[0].split("=")
    with httpx.Client(base_url=guarded.base_url, cookies={name: value}) as browser:
        assert browser.get("/").text == "the page"
        assert browser.get("/api/about").status_code == 200
    guarded.cookies.clear()


def test_a_redirect_never_leaves_the_service(guarded):
    host, port = urlsplit(str(guarded.base_url)).netloc.split(":")
    with socket.create_connection((host, int(port))) as raw:
        raw.sendall(f"GET //evil.example/?token={TOKEN} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: raw.recv(4096), b""))
    assert b"location: /evil.example/" in answer


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8765", "[::1", ""])
def test_other_hosts_are_refused(client, host):
    assert client.get("/api/about", headers={"host": host}).status_code in (400, 403)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:1", "[::1]:8765", "LOCALHOST"])
def test_names_of_this_machine_are_accepted(client, host):
    assert client.get("/api/about", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "http://localhost", "x", "http://[::"]
)
def test_pages_of_other_sites_are_refused(client, origin):
    answer = client.post("/api/validate", json={"name": "port-raid"}, headers={"origin": origin})
    assert answer.status_code == 403
    assert "own page" in answer.json()["error"]


def test_the_own_page_is_accepted(client):
    origin = str(client.base_url).rstrip("/")
    answer = client.post("/api/validate", json={"name": "port-raid"}, headers={"origin": origin})
    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers


def test_long_bodies_are_refused_said_or_unsaid(tmp_path):
    with opened(tmp_path, Limits(body_bytes=1000, reads=1e6, writes=1e6)) as client:
        said = client.post("/api/validate", json={"yaml": "x" * 2000})
        assert said.status_code == 413
        assert said.json()["error"] == "a body of more than 1000 bytes"

        def pieces():
            for _ in range(20):
                yield b"x" * 100

        unsaid = client.post("/api/validate", content=pieces(), headers={"content-type": "application/json"})
        assert unsaid.status_code == 413
        assert client.post("/api/validate", json={"yaml": "x" * 900}).status_code == 200


def test_bodies_that_are_no_json_are_refused(client):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        answer = client.post("/api/validate", content=b'{"name": "port-raid"}', headers={"content-type": kind})
        assert answer.status_code == 422, kind  # what a form of another site could send


def test_too_many_requests_are_refused_until_later(tmp_path):
    with opened(tmp_path, Limits(reads=5.0, writes=1e6)) as client:
        statuses = [client.get("/api/about").status_code for _ in range(40)]
        assert statuses[:10] == [200] * 10
        assert 429 in statuses
        assert client.post("/api/validate", json={"name": "port-raid"}).status_code == 200  # another rate


def test_a_rate_lets_twice_as_many_at_once_and_then_so_many_a_second(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("airdef.server.guard.time.monotonic", lambda: now[0])
    rate = Rate(10.0)
    assert [rate.take("a") for _ in range(21)] == [True] * 20 + [False]
    assert rate.take("b")
    now[0] += 0.25
    assert [rate.take("a") for _ in range(3)] == [True, True, False]
    now[0] += 100.0
    assert sum(rate.take("a") for _ in range(100)) == 20


def test_every_answer_says_what_browsers_may_do(client):
    for path in ("/", "/api/about", "/api/nothing", "/api/jobs/x"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "unsafe-eval" not in policy.replace("wasm-unsafe-eval", "")
        assert "worker-src 'self' blob:" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../etc/passwd",
        "/..%2f..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/assets/..%5c..%5cx",
        "//etc/passwd",
        "/api/scenarios/..%2f..%2fjob",
        "/api/scenarios/%2e%2e",
        "/api/scenarios/a%00b",
        "/api/jobs/..%2f..%2fx",
        "/api/jobs/20000101-000000-00000000%2f../result",
        "/x%00.html",
    ],
)
def test_no_path_leads_out(client, path, tmp_path):
    host, port = urlsplit(str(client.base_url)).netloc.split(":")
    with socket.create_connection((host, int(port)), timeout=10) as raw:
        raw.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: raw.recv(65536), b""))
    assert answer.split(b" ")[1] in (b"400", b"404", b"422"), answer[:200]
    assert b"root:" not in answer


def test_a_wildcard_host_takes_any_name_and_others_only_their_own(tmp_path):
    def accepts(host, name):
        from starlette.datastructures import Headers

        return Guard(None, Settings(tmp_path, host=host, token=TOKEN), Ending())._host(Headers({"host": name}))

    assert accepts("0.0.0.0", "radar.example:8765")
    assert accepts("radar.example", "radar.example:8765")
    assert not accepts("radar.example", "localhost:8765")
    assert not accepts("127.0.0.1", "radar.example")
