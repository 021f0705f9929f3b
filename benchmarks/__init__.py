"""Benchmarks of airdef: every ratio measured side by side in one run. `airdef bench` runs them from a checkout."""
