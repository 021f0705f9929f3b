"""Answers compressed once and sent many times."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

LEVEL = 6


@dataclass(frozen=True)
class Packed:
    """A body as it is, and compressed."""

    raw: bytes
    packed: bytes

    @classmethod
    def of(cls, raw: bytes) -> Packed:
        """Compress a body.

        Parameters
        ----------
        raw
            The body.

        Returns
        -------
        Packed
            The body, and its compressed form.
        """
        return cls(raw, gzip.compress(raw, LEVEL, mtime=0))

    @property
    def size(self) -> int:
        """Bytes of both."""
        return len(self.raw) + len(self.packed)

    def answer(self, request: Request, kind: str, headers: Mapping[str, str] | None = None) -> Response:
        """Return the answer with this body of a media type, compressed for whoever takes that.

        Parameters
        ----------
        request
            The request.
        kind
            Its media type.
        headers
            Headers besides; None for none.

        Returns
        -------
        Response
            The answer with this body of a media type, compressed for whoever takes that.
        """
        told = {**(headers or {}), "vary": "Accept-Encoding"}
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(self.raw, media_type=kind, headers=told)
        return Response(self.packed, media_type=kind, headers={**told, "content-encoding": "gzip"})
