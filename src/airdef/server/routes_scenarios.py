"""Scenarios: listed, read, saved, checked, shown. And what stands in the catalogue."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from airdef import catalogue, formats
from airdef.catalogue import citation
from airdef.engine import LEAK_REASONS
from airdef.measures import BY_KEY, MEASURES
from airdef.outcome.provenance import summary
from airdef.scenario import ScenarioError, json_schema
from airdef.server import models as m
from airdef.server import models_results as r
from airdef.server import models_scene, orders
from airdef.server.library import NAME
from airdef.server.refused import problem_dict
from airdef.studies.claims import definitions as claims
from airdef.version import __version__

if TYPE_CHECKING:
    from airdef.catalogue import Catalogue
    from airdef.server.services import Services

Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="What `terrain` of a scene says.")]
ScenarioName = Annotated[str, Path(pattern=NAME, examples=["port-raid"])]

GUARDED: dict[int | str, dict[str, Any]] = {
    401: {"model": m.Error, "description": "A token is needed."},
    403: {"model": m.Error, "description": "Another host, or the page of another site."},
    429: {"model": m.Error, "description": "Too many requests, or too many jobs."},
    503: {"model": m.Error, "description": "Too many connections, too little memory, or the service is ending."},
}
BODY: dict[int | str, dict[str, Any]] = {
    400: {"model": m.Error, "description": "A body that is no JSON."},
    413: {"model": m.Error, "description": "Too long a body."},
    422: {"model": m.Unusable, "description": "A broken scenario or request."},
}
UNKNOWN: dict[int | str, dict[str, Any]] = {404: {"model": m.Error, "description": "No such thing."}}
REFUSED: dict[int | str, dict[str, Any]] = {409: {"model": m.Error, "description": "Not as things stand."}}
INVALID: dict[int | str, dict[str, Any]] = {422: {"model": m.Error, "description": "Not a value it can have."}}


def scenarios(services: Services) -> APIRouter:
    """Return the routes about scenarios.

    Parameters
    ----------
    services
        The services of the application.

    Returns
    -------
    APIRouter
        The routes about scenarios.
    """
    library, work = services.library, services.work
    router = APIRouter(prefix="/api", tags=["scenarios"], responses=GUARDED)

    @router.get("/scenarios", summary="List the scenarios")
    async def listed() -> list[m.ScenarioHead]:
        """Return the bundled scenarios and the saved ones."""
        return await work.quick(lambda: [m.ScenarioHead(**head) for head in library.heads()])

    @router.get("/scenarios/{name}", summary="Read a scenario", responses=UNKNOWN | INVALID)
    async def read(name: ScenarioName) -> m.ScenarioEntry:
        """Return its text and its declaration."""
        return await work.reading(lambda: m.ScenarioEntry(**library.entry(name)))

    @router.put("/scenarios/{name}", summary="Save a scenario", responses=BODY | REFUSED)
    async def save(name: ScenarioName, spec: orders.Spec) -> m.ScenarioEntry:
        """Save what the spec says under a name that is not bundled; a broken scenario is refused."""
        return await work.reading(lambda: m.ScenarioEntry(**library.save(name, spec)))

    @router.delete(
        "/scenarios/{name}", summary="Delete a saved scenario", status_code=204, responses=UNKNOWN | REFUSED | INVALID
    )
    async def delete(name: ScenarioName) -> Response:
        """Move a scenario of the workspace into the bin; bundled ones stay."""
        await work.quick(lambda: library.delete(name))
        return Response(status_code=204)

    @router.post("/validate", summary="Check a scenario", responses=BODY)
    async def validate(spec: orders.Spec) -> m.Validation:
        """Say whether it can be run, and list every problem in the words of the command line."""
        try:
            told = await work.reading(lambda: summary(library.scenario(spec)))
            return m.Validation(valid=True, problems=[], summary=m.Summary(**told))
        except ScenarioError as error:
            problems = [m.ProblemOut(**problem_dict(p)) for p in error.problems]
            return m.Validation(valid=False, problems=problems, summary=None)

    @router.post("/scene", summary="Show what stands and comes", response_model=models_scene.Scene, responses=BODY)
    async def scene(spec: orders.Spec, request: Request) -> Response:
        """Return sites and threats' ways before any chance."""
        shown, _ = await work.reading(lambda: services.scenes.of(library.scenario(spec)))
        return shown.answer(request, "application/json")

    @router.get(
        "/terrain/{digest}",
        summary="The ground of a scene",
        response_model=models_scene.TerrainOut,
        responses=UNKNOWN | INVALID,
    )
    async def terrain(digest: Digest, request: Request) -> Response:
        """Return the heights of the elevation model that a scene names."""
        held = {"cache-control": "private, max-age=86400, immutable"}
        return services.scenes.ground(digest).answer(request, "application/json", held)

    return router


def reference(services: Services) -> APIRouter:
    """Return the routes about the service itself, the schema, and the catalogue.

    Parameters
    ----------
    services
        The services of the application.

    Returns
    -------
    APIRouter
        The routes about the service itself, the schema, and the catalogue.
    """
    known = catalogue.load()
    entries = {slug(e.name): e for e in known.entries()}
    schema = json_schema()
    router = APIRouter(prefix="/api", tags=["reference"], responses=GUARDED)

    @router.get("/about", summary="Say what answers here")
    async def about() -> m.About:
        """Return version, catalogue, workspace and limits."""
        return _about(services, known.content_hash)

    @router.get("/schema", summary="The JSON Schema of a scenario file")
    async def shown() -> dict[str, Any]:
        """Return what a scenario file may say."""
        return schema

    @router.get("/catalogue", summary="List the catalogue")
    async def listed() -> list[m.CatalogueHead]:
        """Return the entries: systems, radars, missiles, masts, threats."""
        return [m.CatalogueHead(**_head(e, number)) for number, e in entries.items()]

    @router.get("/catalogue/{number}", summary="Read an entry", responses=UNKNOWN | INVALID)
    async def read(number: Annotated[str, Path(max_length=100, examples=["s-300pmu-2"])]) -> r.CatalogueEntry:
        """Return an entry, by its id, name or alias: adopted values, published claims, sources."""
        entry = entries.get(number) or known.entry(number)
        published = [asdict(c) for c in known.claims(entry.name)]
        used = dict.fromkeys(c["source"] for c in published if c["source"])
        for adopted in entry.adopted_values.values():
            used |= dict.fromkeys(adopted.sources)
        sources = [citation.plain(known.source(s)) for s in used]
        more = {"id": slug(entry.name), "claims": published, "sources": sources}
        return r.CatalogueEntry.model_validate(entry.to_dict() | more)

    @router.get("/claims", summary="List the claims that can be run")
    async def claimed() -> list[m.ClaimOut]:
        """Return the published sentences that `airdef claims` puts to the model."""
        return await services.work.quick(lambda: _claims(known))

    return router


def _about(services: Services, catalogue_hash: str) -> m.About:
    limits = services.settings.limits
    return m.About(
        version=__version__,
        catalogue_hash=catalogue_hash,
        workspace=str(services.settings.workspace),
        limits=m.LimitsOut(jobs=limits.jobs, replications=limits.replications, body_bytes=limits.body_bytes),
        formats=[m.FormatOut(name=kind.name, reader=kind.reader) for kind in formats.every()],
        measures=[
            m.MeasureWords(
                name=d.name,
                label=d.label,
                sentence=d.sentence,
                kind=d.kind.value,
                unit=d.unit,
                prominence=d.prominence,
            )
            for d in (*MEASURES, *BY_KEY)
        ],
        reasons=[m.ReasonWords(key=r.key, title=r.title, sentence=r.sentence) for r in LEAK_REASONS],
    )


def _claims(known: Catalogue) -> list[m.ClaimOut]:
    return [
        m.ClaimOut(
            id=c.id,
            title=c.title,
            sentences=list(c.sentences(known)),
            reads=" ".join(c.reads.split()),
            scenario=c.scenario,
            at_least=c.at_least,
            unit=c.unit,
            tests=list(c.tests),
            sources=list(c.sources(known)),
        )
        for c in claims.load(known)
    ]


def slug(name: str) -> str:
    """Return an entry's name as an id: lower case, digits and hyphens.

    Parameters
    ----------
    name
        Name of the entry.

    Returns
    -------
    str
        An entry's name as an id: lower case, digits and hyphens.
    """
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _head(entry: catalogue.Entry, number: str) -> dict[str, Any]:
    return {
        "id": number, "kind": entry.kind, "name": entry.name, "title": entry.title, "category": entry.category,
        "role": entry.role, "aliases": list(entry.aliases),
    }  # fmt: skip
