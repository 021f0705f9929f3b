"""airdef: the physics layer."""

import airdef.kernel_cache  # noqa: F401  (before any kernel is declared: says where it is kept)
