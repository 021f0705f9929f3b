"""The envelope of a missile, and the charts of a radar."""
