"""How long tests wait for a process, a job or an answer: it only ends a test that would hang, and measures nothing."""

PATIENCE_S = 1800.0
"""The first job of an empty cache compiles the kernels: more than ten minutes with a load of 17 from elsewhere."""
