"""Histories in the formats of other programs: CZML for the globe, ACMI for Tacview."""
