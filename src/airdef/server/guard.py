"""What stands before every request: who asks, from where, how much, how often; and what browsers are told.

In order: the address's rate, the Host header (a page of another site that had its name resolve to this machine
would send its own), the Origin header (a page of another site would send its own), the token, the body's length.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect

from airdef.server.refused import Refused
from airdef.server.work import ENDING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from airdef.server.ending import Ending
    from airdef.server.settings import Settings

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
EVERYWHERE: Final = frozenset({"0.0.0.0", "::", ""})
READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
BODY_S: Final = 20.0
"""Seconds in which a body must have come."""

ADDRESSES: Final = 10_000
"""Addresses whose rates are remembered."""

POLICY: Final = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""What the page may load: its own files, and what Cesium makes itself (workers, decoded images, WebAssembly)."""

HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def _derived(token: str, what: bytes) -> str:
    """Return something that only who knows the token can make, and that does not tell it."""
    return hmac.new(token.encode(), what, hashlib.sha256).hexdigest()


class Rate:
    """So many a second for each address, and twice that at once."""

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, address: str) -> bool:
        """Take one; tell whether there was one left.

        Parameters
        ----------
        address
            Address of the client.

        Returns
        -------
        bool
            Whether there was one left.
        """
        now = time.monotonic()
        left, then = self._left.pop(address, (2.0 * self.rate, now))
        left = min(2.0 * self.rate, left + (now - then) * self.rate)
        self._left[address] = (left - 1.0 if left >= 1.0 else left, now)
        while len(self._left) > ADDRESSES:
            del self._left[next(iter(self._left))]
        return left >= 1.0


class Guard:
    """ASGI middleware that lets through what may come through."""

    def __init__(self, app: ASGIApp, settings: Settings, ending: Ending) -> None:
        self.app = app
        self.settings = settings
        self.ending = ending
        self._reads, self._writes = Rate(settings.limits.reads), Rate(settings.limits.writes)
        token = settings.token
        self._bearer = None if token is None else token.encode()
        self._cookie = None if token is None else _derived(token, b"airdef cookie")
        # Browsers send cookies to every port of a host: another token's service has a cookie of another name.
        self._name = "" if token is None else f"airdef-{_derived(token, b'airdef cookie name')[:8]}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand on."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                mutable = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    mutable.setdefault(name, value)
            await send(message)

        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await _answer(told, *refusal)
        elif self._bearer is not None and not self._known(headers):
            await self._admit(scope, told)
        else:
            await self._limited(scope, headers, receive, told)

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str, dict[str, str]] | None:
        """Return status, message and headers of what is refused whoever asks."""
        address = scope["client"][0] if scope.get("client") else ""
        rate = self._reads if scope["method"] in READS else self._writes
        if not rate.take(address):
            return 429, f"too many requests: at most {rate.rate:g} a second expected", {"retry-after": "1"}
        if not self._host(headers):
            return 403, f"the host {headers.get('host', '')[:80]!r} is not this service", {}
        origin = headers.get("origin")
        if origin is not None and _netloc(origin) != headers["host"].lower():
            return 403, f"a request from {origin[:80]!r}, one from this service's own page expected", {}
        return None

    def _host(self, headers: Headers) -> bool:
        """Tell whether the Host header names this service; on all addresses any name may be ours."""
        if len(headers.getlist("host")) != 1:
            return False
        try:
            name = urlsplit(f"//{headers['host']}").hostname
        except ValueError:
            return False
        host = self.settings.host
        if host in EVERYWHERE:
            return name is not None
        return name in ({*LOOPBACK, host} if host in LOOPBACK else {host.lower()})

    def _known(self, headers: Headers) -> bool:
        """Tell whether a request proves that it knows the token."""
        assert self._bearer is not None
        assert self._cookie is not None
        kind, _, given = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), self._bearer):
            return True
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(self._name)
        except CookieError:
            return False
        return cookie is not None and hmac.compare_digest(cookie.value.encode(), self._cookie.encode())

    async def _admit(self, scope: Scope, send: Send) -> None:
        """Set the cookie for whoever brings the token in the address, and take it out of there; refuse others."""
        assert self._bearer is not None
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = [value for name, value in query if name == "token"]
        if scope["method"] == "GET" and given and hmac.compare_digest(given[0].encode(), self._bearer):
            rest = urlencode([(name, value) for name, value in query if name != "token"])
            path = "/" + scope["raw_path"].decode("latin-1").lstrip("/")
            cookie = f"{self._name}={self._cookie}; Path=/; HttpOnly; SameSite=Strict"
            where = f"{path}?{rest}" if rest else path
            await _answer(send, 303, "", {"location": where, "set-cookie": cookie, "cache-control": "no-store"})
            return
        message = "a token is needed: open the address that `airdef serve` printed, or send Authorization: Bearer TOKEN"
        await _answer(send, 401, message, {"www-authenticate": "Bearer"})

    async def _limited(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        """Read the body, as far as it may go, and hand the request on."""
        length = headers.get("content-length", "0")
        most = self.settings.limits.body_bytes
        body: bytes | None = None
        if length.isdecimal() and len(length) <= 12 and int(length) <= most:
            try:
                async with asyncio.timeout(BODY_S):
                    body = b"" if scope["method"] in READS else await self._body(receive)
            except TimeoutError:
                await _answer(send, 408, f"the body did not come within {BODY_S:g} s", {"connection": "close"})
                return
            except Refused as refused:
                await _answer(send, refused.status, str(refused), {"connection": "close"})
                return
            except ClientDisconnect:
                return
        if body is None:
            await _answer(send, 413, f"a body of more than {most} bytes", {"connection": "close"})
            return
        given = False

        async def again() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self.app(scope, again, send)

    async def _body(self, receive: Receive) -> bytes | None:
        """Return the body of a request, None for one that is too long.

        Raises ClientDisconnect, and Refused (503) when the service ends before the body has come.
        """
        body, more = bytearray(), True
        told = asyncio.ensure_future(self.ending.wait())
        try:
            while more and len(body) <= self.settings.limits.body_bytes:
                coming = asyncio.ensure_future(receive())
                await asyncio.wait({coming, told}, return_when=asyncio.FIRST_COMPLETED)
                if not coming.done():
                    coming.cancel()
                    raise Refused(503, ENDING)
                message = coming.result()
                if message["type"] == "http.disconnect":
                    raise ClientDisconnect
                body += message.get("body", b"")
                more = message.get("more_body", False)
        finally:
            told.cancel()
        return None if len(body) > self.settings.limits.body_bytes else bytes(body)


def _netloc(origin: str) -> str | None:
    """Return host and port of an origin; None for one that has none."""
    try:
        return urlsplit(origin).netloc.lower() or None
    except ValueError:
        return None


async def _answer(send: Send, status: int, message: str, headers: dict[str, str]) -> None:
    """Send an answer without a handler's help."""
    body = json.dumps({"error": message}, ensure_ascii=False).encode() if message else b""
    told: list[tuple[bytes, Any]] = [
        (name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()
    ]
    told += [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": told})
    await send({"type": "http.response.body", "body": body})
