"""Coverage: where a target is detected, tracked or engaged, and along which approaches."""
