"""Chance and doctrine over the opportunities: one compiled state machine for every face of airdef."""

from airdef.engine.ahead import draw_ahead
from airdef.engine.columns import REASONS
from airdef.engine.prepare import Kernel, prepare
from airdef.engine.record import Event
from airdef.engine.replicate import CHUNK, EngineError, replay, simulate

__all__ = ["CHUNK", "REASONS", "EngineError", "Event", "Kernel", "draw_ahead", "prepare", "replay", "simulate"]
