"""The service as an ASGI application."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Security
from fastapi.security import HTTPBearer
from starlette.middleware.gzip import GZipMiddleware

from airdef.server import (
    answers,
    routes_forms,
    routes_heights,
    routes_jobs,
    routes_kept,
    routes_orders,
    routes_scenarios,
)
from airdef.server.guard import Guard
from airdef.server.patience import quiet
from airdef.server.services import Services
from airdef.server.static import Page
from airdef.version import __version__

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from airdef.server.settings import Settings

DESCRIPTION = """What long-range ground-based air defence sees, engages and stops, from public figures: scenarios,
campaigns, single replications, coverage. A *spec* says which scenario is meant; angles are in degrees; every error is
`{"error": "...one message..."}`. Nothing here has an interface to real equipment."""

BEARER = HTTPBearer(auto_error=False, description="The token of `airdef serve --token`; the guard checks it.")

TAGS = [
    {"name": "scenarios", "description": "What is asked: read, saved, checked, shown."},
    {"name": "jobs", "description": "Work in processes of its own: ordered, followed, cancelled."},
    {"name": "bin", "description": "What was deleted, and can be restored."},
    {"name": "results", "description": "What came out: measures, distributions, single replications, files."},
    {"name": "reference", "description": "What the service is, and what the world publishes."},
]


def create_app(settings: Settings) -> FastAPI:
    """Return the application of a service. Its workers end when its lifespan does.

    Parameters
    ----------
    settings
        The settings of the service.

    Returns
    -------
    FastAPI
        The application of a service.

    Raises
    ------
    OSError
        For a workspace that cannot be written.
    """
    services = Services.of(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[dict[str, Any]]:
        asyncio.get_running_loop().set_exception_handler(quiet())
        services.ending.listen()
        try:
            yield {}
        finally:
            services.jobs.close()

    app = FastAPI(
        title="airdef",
        version=__version__,
        summary="An open, reproducible laboratory for long-range ground-based air defence.",
        description=DESCRIPTION,
        openapi_tags=TAGS,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        dependencies=[] if settings.token is None else [Security(BEARER)],
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    app.state.services = services
    answers.register(app)
    for router in (
        routes_scenarios.reference(services),
        routes_scenarios.scenarios(services),
        routes_heights.heights(services),
        routes_orders.orders(services),
        routes_jobs.watch(services),
        routes_jobs.outcomes(services),
        routes_forms.studies(services),
        routes_jobs.files(services),
        routes_kept.versions(services),
        routes_kept.bins(services),
    ):
        app.include_router(router)
    app.mount("/", Page(settings.page), name="page")
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=4)
    app.add_middleware(Guard, settings=settings, ending=services.ending)
    return app
