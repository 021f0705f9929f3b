"""Chance and doctrine over the opportunities: one compiled state machine for every face of airdef."""

from airdef.engine.leak_reasons import LEAK_REASONS, REASONS, Reason, title_of
from airdef.engine.memory.record import Event
from airdef.engine.preparation.prepare import Kernel, prepare
from airdef.engine.replicate import CHUNK, EngineError, replay, replays, simulate
from airdef.engine.reuse.ahead import draw_ahead
from airdef.engine.reuse.trials import MOST_NOTED, Noted, certain, simulate_alike, simulate_noting

__all__ = [
    "CHUNK",
    "LEAK_REASONS",
    "MOST_NOTED",
    "REASONS",
    "EngineError",
    "Event",
    "Kernel",
    "Noted",
    "Reason",
    "certain",
    "draw_ahead",
    "prepare",
    "replay",
    "replays",
    "simulate",
    "simulate_alike",
    "simulate_noting",
    "title_of",
]
