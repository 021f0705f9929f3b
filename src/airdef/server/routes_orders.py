"""Orders: of campaigns, of comparisons, and of every study of `studies.STUDIES`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter

from airdef.arguments import ArgumentError
from airdef.limits import JOB_BYTES, SERVICE_RAID_BYTES
from airdef.scenario.size import needed
from airdef.server import models as m
from airdef.server import orders as o
from airdef.server.refused import Refused
from airdef.server.routes_scenarios import BODY, GUARDED
from airdef.server.studies import STUDIES, Study, order_of

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from airdef.scenario import Scenario
    from airdef.server.jobs import Job
    from airdef.server.services import Services


def orders(services: Services) -> APIRouter:
    """Return the routes that order jobs. A scenario that is broken is refused before anything is ordered.

    Parameters
    ----------
    services
        The services of the application.

    Returns
    -------
    APIRouter
        The routes that order jobs.
    """
    router = APIRouter(prefix="/api/jobs", tags=["jobs"], responses=GUARDED | BODY)
    taken = _Orders(services)

    @router.post("/run", summary="Order a campaign", status_code=202)
    async def run(order: o.RunOrder) -> m.JobOut:
        """Simulate a scenario many times; follow it at `events`."""
        return await services.work.reading(lambda: taken.run(order))

    @router.post("/compare", summary="Order a comparison", status_code=202)
    async def compare(order: o.CompareOrder) -> m.JobOut:
        """Simulate scenarios under common random numbers and tell what each changes against the first."""
        return await services.work.reading(lambda: taken.compare(order))

    for study in STUDIES.values():
        router.add_api_route(
            f"/{study.name}", _route(study, services, taken), methods=["POST"], status_code=202,
            summary=f"Order a study: {study.name}", description=study.summary,
        )  # fmt: skip
    return router


def _route(study: Study, services: Services, taken: _Orders) -> Callable[..., Coroutine[Any, Any, m.JobOut]]:
    """Return the route that orders a study."""

    async def route(order: Any) -> m.JobOut:
        return await services.work.reading(lambda: taken.study(study, order))

    route.__annotations__ = {"order": order_of(study.name), "return": m.JobOut}  # what FastAPI reads the body by
    route.__name__ = study.name
    return route


class _Orders:
    """Takes orders: reads their scenarios, refuses what is too much, and submits the rest."""

    def __init__(self, services: Services) -> None:
        self._library, self._jobs = services.library, services.jobs
        self._most = services.settings.limits.replications

    def run(self, order: o.RunOrder) -> m.JobOut:
        """Take the order of a campaign."""
        goal = self._allowed(order.replications)
        found = self._scenario(order.scenario)
        request = {
            "scenario": self._library.pinned_all([order.scenario])[0],
            "replications": goal,
            "seed": order.seed,
            "precision": order.precision,
        }
        of = (order.scenario.name or order.called, found.scenario_hash)
        return _told(self._jobs.submit("run", found.name, goal, order.seed, request, of))

    def compare(self, order: o.CompareOrder) -> m.JobOut:
        """Take the order of a comparison."""
        goal = self._allowed(order.replications)
        found = [self._scenario(spec) for spec in order.scenarios]
        labels = order.labels or [_label(spec, f.name) for spec, f in zip(order.scenarios, found, strict=True)]
        labels = [x if labels.count(x) == 1 else f"{x} ({k + 1})" for k, x in enumerate(labels)]
        request = {
            "scenarios": self._library.pinned_all(order.scenarios),
            "labels": labels,
            "replications": goal,
            "seed": order.seed,
            "by": order.by,
        }
        of = (order.scenarios[-1].name or order.called, found[-1].scenario_hash)
        return _told(self._jobs.submit("compare", " / ".join(labels)[:200], goal, order.seed, request, of))

    def study(self, study: Study, order: Any) -> m.JobOut:
        """Take the order of a study. Its goal is known when it tells of itself for the first time: 1 until then."""
        spec: o.Spec | None = getattr(order, "scenario", None)
        found = None if spec is None else self._scenario(spec)
        try:
            values = study.asked(order, found)
            self._allowed(study.replications(values))
            if spec is not None:
                self._library.check(spec, study.settings(values))
        except ArgumentError as error:
            raise Refused(422, error.told(study.called)) from None
        if found is not None and not found.systems and study.defended:
            raise Refused(422, f"{study.name}: a scenario without a defence given, one with a defence expected")
        request = order.model_dump(mode="json", exclude={"scenario", "called"})
        JOB_BYTES.check(study.name, 2 * len(order.model_dump_json(exclude={"scenario", "called"})))
        if spec is not None:
            request["scenario"] = self._library.pinned_all([spec])[0]
        of = (None, None) if spec is None or found is None else (spec.name or order.called, found.scenario_hash)
        title = study.titled(values, found)[:200]
        return _told(self._jobs.submit(study.name, title, 1, values.get("seed"), request, of))

    def _allowed(self, replications: int) -> int:
        if replications > self._most:
            message = f"replications: {replications} given, at most {self._most} expected"
            raise Refused(422, message)
        return replications

    def _scenario(self, spec: o.Spec) -> Scenario:
        found = self._library.scenario(spec)
        SERVICE_RAID_BYTES.check(f"scenario '{found.name}'", sum(needed(found).values()))
        return found


def _told(job: Job) -> m.JobOut:
    return m.JobOut(**job.public())


def _label(spec: o.Spec, name: str) -> str:
    """Return what a variant is called where its order does not say: its name, and what was replaced in it."""
    made = ", ".join(f"{path.rpartition('.')[2]}={value}" for path, value in spec.changes.items())
    return (f"{name}, {made}" if made else name)[:100]
