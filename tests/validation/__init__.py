"""The validation page: what the tests compared, written down by the code that asserted it."""
