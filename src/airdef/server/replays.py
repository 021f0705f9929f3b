"""Single replications of stored campaigns, simulated again: as the page shows them, and in the export formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import airdef
from airdef import formats, limits
from airdef.formats.plain import encoded
from airdef.formats.playback import Playback
from airdef.formats.positions import Motions
from airdef.kept import Kept
from airdef.scenario.land import dem_of
from airdef.scenario.size import needed
from airdef.server.packed import Packed
from airdef.server.refused import Refused
from airdef.server.scene import ground, moves, scene, shots

if TYPE_CHECKING:
    from airdef.scenario import Scenario
    from airdef.server.jobs import Job
    from airdef.server.results import Results

REPLAY: Final = "replay"
"""What the page shows: events, fates and scene as one JSON object; beside the export formats by their names."""

SHARE: Final = limits.SERVICE_CACHE_BYTES // 4
"""Bytes of answers, of scenes and of replications that are kept; an answer of a raid of 500 is about a megabyte."""

EVENT_BYTES: Final = 400
"""Memory of an event, and of a threat's life, in a replication: what they are drawn from."""


class Scenes:
    """Scenes of scenarios as JSON, the last ones kept, and the ground of those that have an elevation model."""

    def __init__(self) -> None:
        self._scenes: Kept[str, tuple[Packed, Motions]] = Kept(SHARE, lambda made: made[0].size + made[1].bytes)
        # By the digest of the model. No request names a file: these are bundled models, and few.
        self._grounds: dict[str, Packed] = {}

    def of(self, scenario: Scenario) -> tuple[Packed, Motions]:
        """Return the scene of a scenario, and the motions it was made from.

        Parameters
        ----------
        scenario
            The scenario.

        Returns
        -------
        tuple[Packed, Motions]
            The scene of a scenario, and the motions it was made from.
        """

        def make() -> tuple[Packed, Motions]:
            limits.SERVICE_RAID_BYTES.check(f"scenario '{scenario.name}'", needed(scenario)["positions"])
            motions = Motions(scenario)
            dem = dem_of(scenario)
            if dem is not None and dem.digest not in self._grounds:
                self._grounds[dem.digest] = Packed.of(encoded(ground(dem)))
            return Packed.of(encoded(scene(scenario, motions))), motions

        return self._scenes.get(f"{scenario.scenario_hash} {scenario.catalogue_hash} {scenario.name}", make)

    def ground(self, digest: str) -> Packed:
        """Return the ground of a scene by its digest.

        Parameters
        ----------
        digest
            Digest of the ground.

        Returns
        -------
        Packed
            The ground of a scene by its digest.

        Raises
        ------
        Refused
            Where no scene with it was asked for (404).
        """
        known = self._grounds.get(digest)
        if known is None:
            raise Refused(404, f"terrain {digest[:12]}: no scene with it was asked for; usual fix: ask for the scene")
        return known


def _bytes(playback: Playback) -> int:
    """Return about how many bytes a replication takes, with the motions that it may be the last to hold."""
    events = len(playback.replication.raw) + len(playback.scenario.threats)
    return EVENT_BYTES * events + playback.motions.bytes


class Replays:
    """Replays of the campaigns of a workspace."""

    def __init__(self, results: Results, scenes: Scenes) -> None:
        self._results = results
        self._scenes = scenes
        self._kept: Kept[tuple[str, int, str], Packed] = Kept(SHARE // 2, lambda answer: answer.size)
        self._playbacks: Kept[tuple[str, int], Playback] = Kept(SHARE // 2, _bytes)

    def known(self, job: Job, replication: int, form: str) -> Packed | None:
        """Return a replication in a format if it was asked for a moment ago.

        Parameters
        ----------
        job
            The job.
        replication
            Number of the replication.
        form
            Name of the format.

        Returns
        -------
        Packed | None
            A replication in a format if it was asked for a moment ago.
        """
        return self._kept.known((job.id, replication, form))

    def get(self, job: Job, replication: int, form: str) -> Packed:
        """Return a replication of an ended run in a format.

        Parameters
        ----------
        job
            The job.
        replication
            Number of the replication.
        form
            Name of the format.

        Returns
        -------
        Packed
            A replication of an ended run in a format.

        Raises
        ------
        Refused
            With the status 404 for one it has not, 409.
        """
        simulated = self._results.simulated(job)
        ranges = simulated.campaign.ranges
        if not any(first <= replication < first + count for first, count in ranges):
            told = ", ".join(f"{first} to {first + count - 1}" for first, count in ranges)
            raise Refused(404, f"replication {replication}: the campaign holds {told}")
        return self._kept.get((job.id, replication, form), lambda: Packed.of(self._make(job, replication, form)))

    def _make(self, job: Job, replication: int, form: str) -> bytes:
        campaign = self._results.simulated(job).campaign
        scenario = campaign.scenario
        limits.SERVICE_RAID_BYTES.check(f"scenario '{scenario.name}'", sum(needed(scenario).values()))
        shown, motions = self._scenes.of(campaign.scenario)
        playback = self._playbacks.get(
            (job.id, replication),
            lambda: Playback(airdef.replay(campaign.scenario, campaign.seed, replication), motions),
        )
        if form != REPLAY:
            return formats.of(form).write(playback).encode()
        fates = [
            {"threat": x.name, "class": x.threat_class, "fate": x.fate, "reason": x.reason, "time": x.end}
            for x in playback.lives
        ]
        drawn = {"fates": fates, "shots": shots(playback), "moves": moves(playback)}
        told = encoded(playback.replication.to_dict() | drawn)
        return told[:-1] + b',"scene":' + shown.raw + b"}"
