"""airdef: the physics layer."""

import airdef.kernels  # noqa: F401  (before any kernel is declared: says where it is kept)
