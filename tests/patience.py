"""How long tests wait for a process, a job or an answer: it only ends a test that would hang, and measures nothing."""

PATIENCE_S = 1800.0
"""The first job of an empty cache compiles the kernels: more than ten minutes with a load of 17 from elsewhere."""

PAGE_MS = 300_000
"""Of a browser with one thing on a page [ms]: drawn in software, on a machine whose load from elsewhere is 15."""

JOB_MS = 1000 * PATIENCE_S
"""Of a browser with a job [ms]."""
