"""Chance and doctrine over the opportunities: one compiled state machine for every face of airdef."""

from airdef.engine.leak_reasons import LEAK_REASONS, REASONS, Reason, title_of
from airdef.engine.memory.record import Event
from airdef.engine.preparation.prepare import Kernel, prepare
from airdef.engine.replicate import CHUNK, EngineError, replay, replays, simulate
from airdef.engine.reuse.presampled import presample_tracks
from airdef.engine.reuse.trials import MOST_RECORDED, RecordedTrials, certain, simulate_alike, simulate_recording

__all__ = [
    "CHUNK",
    "LEAK_REASONS",
    "MOST_RECORDED",
    "REASONS",
    "EngineError",
    "Event",
    "Kernel",
    "Reason",
    "RecordedTrials",
    "certain",
    "prepare",
    "presample_tracks",
    "replay",
    "replays",
    "simulate",
    "simulate_alike",
    "simulate_recording",
    "title_of",
]
