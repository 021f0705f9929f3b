"""The fields of formations and releases that declared behaviours add to the scenario's schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field, create_model

from airdef.scenario.base import Model
from airdef.scenario.behaviours import DECLARED

if TYPE_CHECKING:

    class Behaving(Model):
        """What may show the declared behaviours: a field for each, by its key."""

else:
    Behaving = create_model(
        "Behaving",
        __base__=Model,
        __module__=__name__,
        **{key: (bool, Field(False, description=by.description)) for key, by in DECLARED.items()},
    )
