"""From scenario and opportunities to the engine's tables."""
