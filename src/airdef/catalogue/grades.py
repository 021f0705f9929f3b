"""Grades of what is published."""

from typing import Final

GRADES: Final = ("A", "B", "C", "D")
"""Grades of a sourced claim, best first: A official document, B press or reference page, C quoted second
hand, D simulator or game."""
