"""Heights: side views along an azimuth, and what fire units reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response

from airdef.server import models_heights as h
from airdef.server.heights import Outlines, cut
from airdef.server.routes_scenarios import BODY, GUARDED

if TYPE_CHECKING:
    from airdef.server.services import Services


def heights(services: Services) -> APIRouter:
    """Return the routes about heights.

    Parameters
    ----------
    services
        The services of the application.

    Returns
    -------
    APIRouter
        The routes about heights.
    """
    library, work, kept = services.library, services.work, Outlines()
    router = APIRouter(prefix="/api", tags=["scenarios"], responses=GUARDED)

    @router.post("/cut", summary="Show what one azimuth holds", responses=BODY)
    async def shown(order: h.CutOrder) -> h.CutOut:
        """Return the ground along an azimuth, and the lowest height that a radar sees over it."""
        return await work.reading(
            lambda: h.CutOut(**cut(library.scenario(order.scenario), order.of, order.azimuth_deg, order.reach_m))
        )

    @router.post("/reach", summary="Show what a fire unit reaches", response_model=h.UnitEnvelopesOut, responses=BODY)
    async def reached(order: h.UnitEnvelopesOrder, request: Request) -> Response:
        """Return the envelopes of its missiles, as `airdef envelope` works them out, over the ground."""
        found = await work.reading(lambda: kept.of(library.scenario(order.scenario), order.unit, order.category))
        return found.answer(request, "application/json")

    return router
