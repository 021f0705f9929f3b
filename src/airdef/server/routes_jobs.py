"""Jobs: watched, cancelled, and what came out of them."""

from __future__ import annotations

import asyncio
import re
import shlex
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, StreamingResponse

from airdef import formats
from airdef.formats.plain import encoded
from airdef.limits import RESULT_BYTES, read_file
from airdef.measures import NAMES
from airdef.server import models as m
from airdef.server import models_results as r
from airdef.server.jobs import ENDED, ID
from airdef.server.models_studies import Answered
from airdef.server.refused import Refused
from airdef.server.replays import REPLAY
from airdef.server.routes_scenarios import GUARDED, INVALID, REFUSED, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from airdef.server.jobs import Job
    from airdef.server.packed import Packed
    from airdef.server.services import Services

LOOK_S: Final = 0.2
"""Seconds between looks for news of a job."""

STILL_S: Final = 15.0
"""Seconds after which an event stream without news says that it is still there."""

REPORT_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups"

_DRAWING = threading.Lock()
"""Matplotlib draws one picture at a time."""

Number = Annotated[str, Path(pattern=ID, description="The id of a job.")]
Replication = Annotated[int, Path(ge=0, lt=1 << 62, description="The number of a replication, from 0.")]
Measured = Annotated[str, Query(description=f"One of {', '.join(NAMES)}.", max_length=100)]
FormatName = Annotated[str, Path(pattern=f"^({'|'.join(formats.MODULES)})$", description="An export format.")]
READ: Final = UNKNOWN | REFUSED | INVALID


_ERROR: Final = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}


_JOB: Final = {"contentMediaType": "application/json", "contentSchema": {"$ref": "#/components/schemas/JobOut"}}
_EVENT: Final = {"type": "object", "required": ["data"], "properties": {"data": {"type": "string", **_JOB}}}


def _file(kind: str, text: str, schema: dict[str, Any] | None = None) -> dict[int | str, dict[str, Any]]:
    """Return what is said of an answer that is a file of a kind, and of its errors, which are JSON all the same."""
    errors: dict[int | str, dict[str, Any]] = {
        status: {"description": told["description"], "content": _ERROR} for status, told in (GUARDED | READ).items()
    }
    return errors | {200: {"description": text, "content": {kind: {"schema": schema or {"type": "string"}}}}}


def _export() -> dict[int | str, dict[str, Any]]:
    """Return what is said of an answer in an export format."""
    told = _file("text/plain", "A file in the format, as `airdef export` writes it.")
    kinds = dict.fromkeys(kind.media_type for kind in formats.every())
    content = {kind: {"schema": {} if "json" in kind else {"type": "string"}} for kind in kinds}
    return told | {200: told[200] | {"content": content}}


def watch(services: Services) -> APIRouter:
    """Return the routes that list, follow and end jobs.

    Parameters
    ----------
    services
        The services of the application.

    Returns
    -------
    APIRouter
        The routes that list, follow and end jobs.
    """
    jobs, work = services.jobs, services.work
    streams = asyncio.Semaphore(services.settings.limits.streams)
    router = APIRouter(prefix="/api/jobs", tags=["jobs"], responses=GUARDED)

    @router.get("", summary="List the jobs")
    async def listed() -> list[m.JobOut]:
        """Return all jobs of the workspace, newest first."""
        return [m.JobOut(**job.public()) for job in jobs.all()]

    @router.get("/{number}", summary="See a job", responses=UNKNOWN | INVALID)
    async def one(number: Number) -> m.JobOut:
        """Return how a job stands."""
        return m.JobOut(**jobs.get(number).public())

    @router.delete(
        "/{number}",
        summary="Cancel a job, or remove an ended one",
        response_model=m.JobOut,
        responses=UNKNOWN | REFUSED | INVALID | {204: {"description": "It had ended, and is removed."}},
    )
    async def end(number: Number) -> Any:
        """Cancel a job that waits or runs (the job is returned); move one that has ended into the bin (204)."""
        job = jobs.get(number)
        if job.state in ENDED:
            await work.quick(lambda: jobs.remove(job))
            return Response(status_code=204)
        await work.quick(lambda: jobs.cancel(job))
        return m.JobOut(**job.public())

    @router.post("/{number}/resume", summary="Go on with a run", status_code=202, responses=UNKNOWN | REFUSED | INVALID)
    async def resume(number: Number) -> m.JobOut:
        """Go on with a run that was cancelled, failed or lost, from what it had stored."""
        job = jobs.get(number)
        await work.quick(lambda: jobs.resume(job))
        return m.JobOut(**job.public())

    @router.get(
        "/{number}/events",
        summary="Follow a job",
        response_class=StreamingResponse,
        responses=_file("text/event-stream", "Server-sent events, one a change; the data is the job.", _EVENT),
    )
    async def events(number: Number) -> StreamingResponse:
        """Send the job whenever something of it changes, as server-sent events; the last one has ended."""
        job = jobs.get(number)
        if streams.locked():
            raise Refused(429, f"event streams: {services.settings.limits.streams} are open already")
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        return StreamingResponse(_events(services, job, streams), media_type="text/event-stream", headers=headers)

    return router


async def _events(services: Services, job: Job, streams: asyncio.Semaphore) -> AsyncIterator[bytes]:
    seen, silent = -1, 0.0
    async with streams:
        while not services.jobs.closing:
            if job.version != seen:
                seen, silent, ended = job.version, 0.0, job.state in ENDED
                yield b"data: " + encoded(job.public()) + b"\n\n"
                if ended:
                    return
            elif silent >= STILL_S:
                silent = 0.0
                yield b": still there\n\n"
            with suppress(TimeoutError):
                await asyncio.wait_for(services.ending.wait(), LOOK_S)
            silent += LOOK_S


def outcomes(services: Services) -> APIRouter:
    """Return the routes that read what came out, in numbers.

    Parameters
    ----------
    services
        The services of the application.

    Returns
    -------
    APIRouter
        The routes that read what came out, in numbers.
    """
    jobs, results, work = services.jobs, services.results, services.work
    router = APIRouter(prefix="/api/jobs/{number}", tags=["results"], responses=GUARDED)

    @router.get(
        "/result",
        summary="What came out",
        response_model=r.RunResult | r.CompareResult | Answered,
        responses=READ,
    )
    async def result(number: Number) -> Response:
        """Return the object that the command line prints with --json; of a coverage job, GeoJSON with a table."""
        job = jobs.get(number)
        return Response(await work.simulating(lambda: results.result(job)), media_type="application/json")

    @router.get("/distribution", summary="How replications are spread", responses=READ)
    async def distribution(number: Number, measure: Measured = "leakers") -> m.Distribution:
        """Count the replications of a run by the value of a measure."""
        job = jobs.get(number)
        return await work.simulating(lambda: m.Distribution(**results.distribution(job, measure)))

    @router.get("/replications", summary="Find replications by a value", responses=READ)
    async def replications(
        number: Number,
        low: Annotated[float, Query(alias="from", allow_inf_nan=False)],
        high: Annotated[float, Query(alias="to", allow_inf_nan=False)],
        measure: Measured = "leakers",
        limit: Annotated[int, Query(ge=1, le=1000)] = 20,
    ) -> m.Matches:
        """Return the numbers of replications whose measure lies in a range, the lowest first."""
        job = jobs.get(number)
        return await work.simulating(lambda: m.Matches(**results.replications(job, measure, low, high, limit)))

    return router


def files(services: Services) -> APIRouter:
    """Return the routes that read single replications, and what is written whole.

    Parameters
    ----------
    services
        The services of the application.

    Returns
    -------
    APIRouter
        The routes that read single replications, and what is written whole.
    """
    jobs, results, replays, work = services.jobs, services.results, services.replays, services.work
    router = APIRouter(prefix="/api/jobs/{number}", tags=["results"], responses=GUARDED)

    async def simulated(number: str, k: int, form: str) -> Packed:
        job = jobs.get(number)
        known = replays.known(job, k, form)
        return known if known is not None else await work.simulating(lambda: replays.get(job, k, form))

    @router.get("/replay/{k}", summary="Replay a replication", response_model=r.Replay, responses=READ)
    async def replay(number: Number, k: Replication, request: Request) -> Response:
        """Return one replication with every event of it, its scene, and what became of each threat."""
        return (await simulated(number, k, REPLAY)).answer(request, "application/json")

    @router.get(
        "/replay/{k}/{form}", summary="A replication for another program", response_class=Response,
        responses=_export(),
    )  # fmt: skip
    async def exported(number: Number, k: Replication, form: FormatName, request: Request) -> Response:
        """Return one replication in an export format."""
        kind = formats.of(form)
        name = {"content-disposition": f'attachment; filename="{_called(jobs.get(number))}-{k}{kind.suffix}"'}
        return (await simulated(number, k, kind.name)).answer(request, kind.media_type, name)

    @router.get(
        "/report", summary="The report", response_class=HTMLResponse,
        responses=_file("text/html; charset=utf-8", "The report of a run, one HTML file."),
    )  # fmt: skip
    async def report(number: Number) -> HTMLResponse:
        """Return the report on a run, with its figures."""
        job = jobs.get(number)
        page = await work.simulating(lambda: _report(services, job))
        name = f'inline; filename="{_called(job)}-report.html"'
        return HTMLResponse(page, headers={"content-security-policy": REPORT_POLICY, "content-disposition": name})

    @router.get(
        "/parquet", summary="The rows", response_class=FileResponse,
        responses=_file("application/vnd.apache.parquet", "One replication a row (docs/campaigns.md)."),
    )  # fmt: skip
    async def parquet(number: Number) -> FileResponse:
        """Return all rows of a run as one Parquet file."""
        job = jobs.get(number)
        file = await work.simulating(lambda: results.parquet(job))
        return FileResponse(file, media_type="application/vnd.apache.parquet", filename=f"{_called(job)}.parquet")

    return router


def _called(job: Job) -> str:
    """Return what files of a job are called: the scenario's title in plain letters, and the job's day and time."""
    title = re.sub(r"[^a-z0-9]+", "-", job.title.lower()).strip("-")[:60] or "scenario"
    return f"{title}-{job.id[:15]}"


def _report(services: Services, job: Job) -> str:
    """Return the report on a run; drawn once, then kept beside it."""
    from airdef import report
    from airdef.outcome.files import write_whole

    campaign = services.results.simulated(job).campaign
    file = services.jobs.path(job) / "report.html"
    if not file.is_file():
        name = job.request["scenario"].get("name")
        command = ""
        if name is not None:
            words = ["airdef", "run", name, "-n", str(campaign.replications), "--seed", str(campaign.seed)]
            for path, value in job.request["scenario"]["set"].items():
                words += ["--set", f"{path}={value}"]
            command = shlex.join([*words, "--report", "report.html"])
        with _DRAWING:
            write_whole(file, report.render(campaign, command=command).encode())
    return read_file(file, RESULT_BYTES).decode("utf-8", "replace")
