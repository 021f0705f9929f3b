"""Forms of studies, and their answers as a page shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Response

from airdef.server.forms import forms
from airdef.server.models_forms import ShownStudy, StudyForm
from airdef.server.routes_jobs import READ, Number
from airdef.server.routes_scenarios import GUARDED

if TYPE_CHECKING:
    from airdef.server.services import Services


def studies(services: Services) -> APIRouter:
    """Return the routes of the forms of studies and of their shown answers.

    Parameters
    ----------
    services
        The services of the application.

    Returns
    -------
    APIRouter
        The routes.
    """
    jobs, results, work = services.jobs, services.results, services.work
    router = APIRouter(prefix="/api", tags=["results"], responses=GUARDED)

    @router.get("/studies", summary="Forms of studies")
    async def listed() -> list[StudyForm]:
        """Return the studies, each with the fields of its order as JSON Schema."""
        return [StudyForm(**form) for form in await work.reading(forms)]

    @router.get(
        "/jobs/{number}/shown", summary="A study's answer as a page shows it", response_model=ShownStudy, responses=READ
    )
    async def shown(number: Number) -> Response:
        """Return sentences, a table and a picture of what came out of a study."""
        job = jobs.get(number)
        return Response(await work.simulating(lambda: results.shown(job)), media_type="application/json")

    return router
