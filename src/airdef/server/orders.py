"""What requests hold: specs of scenarios, and orders of jobs. Limits and defaults are those of `airdef.requests`."""

from __future__ import annotations

import json
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from airdef.limits import SCENARIO_BYTES, SCENARIO_DEPTH
from airdef.requests.campaigns import GOAL, PRECISION, REPLICATIONS
from airdef.requests.common import Seed
from airdef.requests.variants import EACH
from airdef.requests.variants import REPLICATIONS as REPLICATIONS_EACH

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]


class Request(BaseModel):
    """A body: unknown names in it are errors."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, allow_inf_nan=False)


def too_deep(data: Any) -> bool:
    """Tell whether data is nested deeper than a scenario may be.

    Parameters
    ----------
    data
        The data.

    Returns
    -------
    bool
        Whether data is nested deeper than a scenario may be.
    """
    level = [data]
    for _ in range(SCENARIO_DEPTH.most + 1):
        level = [x for v in level if isinstance(v, dict | list) for x in (v.values() if isinstance(v, dict) else v)]
        if not level:
            return False
    return True


class Spec(Request):
    """Which scenario is meant: exactly one of `name`, `yaml`, `declaration`, and what is replaced in it."""

    name: Name | None = Field(None, description="A bundled or saved scenario.", examples=["port-raid"])
    yaml: str | None = Field(None, description="The text of a scenario file.")
    declaration: dict[str, Any] | None = Field(None, description="What such a file says, as JSON.")
    changes: dict[str, Any] = Field(
        {}, alias="set", description="Values by dotted path.", examples=[{"raid.0.count": 12}], max_length=200
    )

    @model_validator(mode="after")
    def _one(self) -> Spec:
        given = [n for n in ("name", "yaml", "declaration") if getattr(self, n) is not None]
        if len(given) != 1:
            message = f"{' and '.join(given) or 'nothing'} given, exactly one of name, yaml, declaration expected"
            raise ValueError(message)
        for name, value in (("declaration", self.declaration), ("set", self.changes)):
            if too_deep(value):
                message = f"{name}: deeper nesting than {SCENARIO_DEPTH.most} levels"
                raise ValueError(message)
        try:
            json.dumps([self.yaml, self.declaration, self.changes], ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise ValueError("half a character of a pair (a lone surrogate) in a text") from None
        return self


class Text(Request):
    """The text of a scenario, sound or not."""

    yaml: str = Field(description="The text of a scenario file.")

    @model_validator(mode="after")
    def _writable(self) -> Text:
        try:
            size = len(self.yaml.encode())
        except UnicodeEncodeError:
            raise ValueError("half a character of a pair (a lone surrogate) in a text") from None
        SCENARIO_BYTES.check("yaml", size)
        return self


CALLED_FIELD: Final = Field(
    None, description="The scenario of the workspace that its text is a version of; where `name` says it, as that."
)


class RunOrder(Request):
    """A campaign to simulate."""

    scenario: Spec
    replications: Annotated[int, GOAL] = REPLICATIONS
    seed: Seed = 1
    precision: Annotated[float | None, PRECISION] = None
    called: Name | None = CALLED_FIELD


class CompareOrder(Request):
    """Scenarios to compare under common random numbers; the first is the base."""

    scenarios: Annotated[list[Spec], Field(min_length=2, max_length=20)]
    labels: Annotated[list[Annotated[str, Field(min_length=1, max_length=100)]], Field(max_length=20)] | None = None
    replications: Annotated[int, EACH] = REPLICATIONS_EACH
    seed: Seed = 1
    by: Annotated[
        list[Literal["class", "formation", "asset", "system", "unit", "missile", "all"]],
        Field(description="Differences by these dimensions as well.", max_length=7),
    ] = []
    called: Name | None = CALLED_FIELD

    @model_validator(mode="after")
    def _labelled(self) -> CompareOrder:
        if self.labels is not None and len(set(self.labels)) != len(self.scenarios):
            message = f"{len(self.labels)} labels given, {len(self.scenarios)} different ones expected"
            raise ValueError(message)
        return self
