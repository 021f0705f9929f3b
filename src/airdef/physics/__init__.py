"""airdef: the physics layer."""
