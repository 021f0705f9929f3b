"""Uncertainty and sensitivity: what the sources leave open, and which uncertain input matters."""
