"""How the service answers: JSON, and every error as `{"error": "...one message..."}`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fastapi import Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from airdef.catalogue import UnknownNameError
from airdef.limits import out_of_memory
from airdef.scenario import ScenarioError
from airdef.server.refused import Refused, scenario_body

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI, Request


def _told(error: RequestValidationError) -> str:
    """Return what is wrong with a request as one message."""
    told = []
    for e in error.errors()[:5]:
        where = ".".join(str(x) for x in e["loc"][1:]) or "the body"
        told.append(f"{where}: {e['msg'].removeprefix('Value error, ')}")
    return "; ".join(told) or "a request that cannot be read"


def refusal(status: int, body: dict[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    """Return an answer that refuses. Texts of a request may come back in it, ill-formed ones mended.

    Parameters
    ----------
    status
        Status of HTTP.
    body
        The body, as plain data.
    headers
        Headers besides; None for none.

    Returns
    -------
    Response
        An answer that refuses.
    """
    text = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    return Response(text, status, headers=headers, media_type="application/json")


def register(app: FastAPI) -> None:
    """Answer every kind of error in this form.

    Parameters
    ----------
    app
        The application.
    """

    @app.exception_handler(Refused)
    async def _refused(_: Request, error: Refused) -> Response:
        return refusal(error.status, {"error": str(error)})

    @app.exception_handler(ScenarioError)
    async def _scenario(_: Request, error: ScenarioError) -> Response:
        return refusal(422, scenario_body(error))

    @app.exception_handler(UnknownNameError)
    async def _name(_: Request, error: UnknownNameError) -> Response:
        return refusal(404, {"error": str(error)})

    @app.exception_handler(ValueError)
    async def _value(_: Request, error: ValueError) -> Response:
        return refusal(422, {"error": str(error)})

    @app.exception_handler(RequestValidationError)
    async def _request(_: Request, error: RequestValidationError) -> Response:
        return refusal(422, {"error": _told(error)})

    @app.exception_handler(HTTPException)
    async def _http(_: Request, error: HTTPException) -> Response:
        return refusal(error.status_code, {"error": str(error.detail)}, error.headers)

    @app.exception_handler(OSError)
    async def _disk(_: Request, error: OSError) -> Response:
        return refusal(507, {"error": f"the workspace: {error.strerror or error}; usual fix: make room in it"})

    @app.exception_handler(MemoryError)
    async def _memory(_: Request, error: MemoryError) -> Response:
        return refusal(503, {"error": out_of_memory(error)})

    # A model of ours that does not hold is a fault of ours, though pydantic makes it a ValueError.
    @app.exception_handler(ValidationError)
    @app.exception_handler(Exception)
    async def _fault(_: Request, error: Exception) -> Response:
        message = f"a fault in airdef, not in what you gave: {type(error).__name__}: {str(error)[:300]}"
        return refusal(500, {"error": message})
