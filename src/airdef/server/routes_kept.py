"""What is kept so that nothing is lost: versions of scenarios, what jobs were ordered for, and the bin."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Path, Response
from pydantic import ValidationError

from airdef.server import models as m
from airdef.server import orders as o
from airdef.server.jobs import ID
from airdef.server.library import NAME
from airdef.server.refused import Refused
from airdef.server.routes_scenarios import BODY, GUARDED, INVALID, REFUSED, UNKNOWN
from airdef.server.studies import STUDIES
from airdef.server.versions import ID as VERSION

if TYPE_CHECKING:
    from airdef.server.services import Services

ScenarioName = Annotated[str, Path(pattern=NAME, examples=["port-raid"])]
Number = Annotated[str, Path(pattern=ID, description="The id of a job.")]
Thing = Annotated[str, Path(pattern=rf"{NAME}|{ID}", description="The name of a scenario, or the id of a job.")]
Kind = Literal["scenario", "job"]


def versions(services: Services) -> APIRouter:
    """Return the routes about versions of scenarios.

    Parameters
    ----------
    services
        The services of the application.

    Returns
    -------
    APIRouter
        The routes about versions of scenarios.
    """
    library, kept, jobs, work = services.library, services.versions, services.jobs, services.work
    router = APIRouter(prefix="/api", tags=["scenarios"], responses=GUARDED)

    @router.get("/scenarios/{name}/versions", summary="List the versions of a scenario", responses=INVALID)
    async def listed(name: ScenarioName) -> list[m.VersionOut]:
        """Return the texts that are kept of a scenario, saved or not, used last first."""
        return [m.VersionOut(**version.public()) for version in kept.of(name)]

    @router.post("/scenarios/{name}/versions", summary="Keep a version of a scenario", responses=BODY)
    async def keep(name: ScenarioName, text: o.Text) -> m.VersionOut:
        """Keep a text, sound or not, under the digest of what it says; the scenario itself stays as it is stored."""
        return await work.quick(lambda: m.VersionOut(**kept.keep(name, text.yaml).public()))

    @router.get("/scenarios/{name}/versions/{version}", summary="Read a version", responses=UNKNOWN | INVALID)
    async def read(name: ScenarioName, version: Annotated[str, Path(pattern=VERSION)]) -> m.VersionText:
        """Return the text of a version."""

        def made() -> m.VersionText:
            return m.VersionText(scenario=name, version=version, yaml=kept.text(name, version))

        return await work.quick(made)

    @router.get("/jobs/{number}/scenario", summary="What a job was ordered for", responses=UNKNOWN | REFUSED | INVALID)
    async def ordered_for(number: Number) -> m.JobScenario:
        """Return the text of a job's scenario, with what was replaced in it; of a comparison, of the last one."""
        job = jobs.get(number)

        def made() -> m.JobScenario:
            if job.kind in STUDIES and "scenario" not in job.request:
                raise Refused(409, f"job: its kind is {job.kind}, and it was ordered without a scenario")
            try:
                said = job.request["scenarios"][-1] if job.kind == "compare" else job.request["scenario"]
                spec = o.Spec.model_validate(said)
            except (KeyError, IndexError, TypeError, ValidationError):
                raise Refused(409, "job: what it was ordered for cannot be read") from None
            return m.JobScenario(scenario=job.scenario or spec.name, title=job.title, yaml=library.written(spec))

        return await work.reading(made)

    return router


def bins(services: Services) -> APIRouter:
    """Return the routes about what was deleted.

    Parameters
    ----------
    services
        The services of the application.

    Returns
    -------
    APIRouter
        The routes about what was deleted.
    """
    library, jobs, scenarios, work = services.library, services.jobs, services.scenario_bin, services.work
    router = APIRouter(prefix="/api/bin", tags=["bin"], responses=GUARDED)

    @router.get("", summary="List what was deleted")
    async def listed() -> list[m.DeletedOut]:
        """Return the deleted scenarios and jobs that can be restored, deleted last first."""
        return await work.quick(found)

    def found() -> list[m.DeletedOut]:
        told: list[dict[str, Any]] = [
            {"kind": "scenario", "id": d.name.removesuffix(".yaml"), "title": d.name.removesuffix(".yaml")}
            | {"deleted": _stamp(d.when), "bytes": d.bytes}
            for d in scenarios.all()
        ]
        told += [
            {"kind": "job", "id": job.id, "title": job.title, "deleted": _stamp(d.when), "bytes": d.bytes}
            for job, d in jobs.deleted()
        ]
        return [m.DeletedOut(**d) for d in sorted(told, key=lambda d: d["deleted"], reverse=True)]

    @router.post(
        "/{kind}/{thing}", summary="Restore", status_code=204, responses=UNKNOWN | REFUSED | INVALID,
    )  # fmt: skip
    async def restore(kind: Kind, thing: Thing) -> Response:
        """Take something out of the bin, to where it was."""

        def made() -> None:
            if kind == "job":
                jobs.restore(thing)
            else:
                library.restore(thing)

        await work.quick(made)
        return Response(status_code=204)

    @router.delete("/{kind}/{thing}", summary="Delete for good", status_code=204, responses=UNKNOWN | INVALID)
    async def drop(kind: Kind, thing: Thing) -> Response:
        """Delete something that lies in the bin."""
        await work.quick(lambda: jobs.drop(thing) if kind == "job" else scenarios.drop(f"{thing}.yaml"))
        return Response(status_code=204)

    return router


def _stamp(when: float) -> str:
    return datetime.fromtimestamp(when, UTC).isoformat(timespec="milliseconds")
