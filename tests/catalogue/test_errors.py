from __future__ import annotations

from airdef.catalogue.errors import CatalogueError, UnknownEntryError, nearest


def test_a_catalogue_error_names_file_row_and_reason() -> None:
    error = CatalogueError("claims.csv", 12, "source is empty")
    assert str(error) == "claims.csv, row 12: source is empty"
    assert (error.file, error.row, error.reason) == ("claims.csv", 12, "source is empty")


def test_an_unknown_name_gives_the_nearest() -> None:
    error = UnknownEntryError("entry", "s-300pmu-3", ["S-300PMU-2", "64N6E"], "a hint")
    assert error.nearest == ("S-300PMU-2",)
    assert str(error) == "the catalogue has no entry 's-300pmu-3'; did you mean 'S-300PMU-2'? a hint"
    assert str(UnknownEntryError("entry", "zzz", ["64N6E"], "a hint")) == "the catalogue has no entry 'zzz'; a hint"


def test_nearest_comes_first() -> None:
    assert nearest("48n6e2", ["48N6E3", "48N6E2", "drone"])[0] == "48N6E2"
