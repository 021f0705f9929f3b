"""The description holds: whatever fits it is answered as it says, and never with a fault of the service."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from airdef.server.settings import Limits
from server.service import opened, ordered, until

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 20
"""Requests generated for each operation: as many as the time allows."""


@pytest.fixture(scope="module")
def described(tmp_path_factory):
    """A service with a finished job, which takes orders and runs none: its client and the job's id."""
    workspace = tmp_path_factory.mktemp("described")
    with opened(workspace) as client:
        done = until(client, ordered(client, "run", scenario={"name": "ideal-salvo"}, replications=50)["id"])
    with opened(workspace, Limits(jobs=0, reads=1e6, writes=1e6)) as client:
        yield client, done["id"]


def test_whatever_fits_the_description_is_answered_as_it_says(described):
    client, number = described
    schema = schemathesis.openapi.from_url(f"{client.base_url}/api/openapi.json")
    tried = set()

    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def answered(case):
            if "number" in (case.path_parameters or {}) and "/jobs/" in case.path and case.method == "GET":
                case.path_parameters["number"] = number
            answer = case.call_and_validate(checks=CHECKS)
            tried.add((case.method, case.path, answer.status_code))

        answered()
    paths = client.get("/api/openapi.json").json()["paths"]
    assert {(m, p) for m, p, _ in tried} == {(m.upper(), p) for p, methods in paths.items() for m in methods}
    assert {status for _, _, status in tried} >= {200, 404, 422}


def test_every_operation_says_what_it_does_and_what_can_go_wrong(described):
    document = described[0].get("/api/openapi.json").json()
    tags = {t["name"] for t in document["tags"]}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"], path
            assert operation["description"], path
            assert set(operation["tags"]) <= tags
            wanted = {"401", "403", "429"} | ({"400", "413", "422"} if "requestBody" in operation else set())
            assert wanted <= set(operation["responses"]), (method, path)
            for status, response in operation["responses"].items():
                if status.startswith("4"):
                    told = response["content"]["application/json"]["schema"]["$ref"]
                    assert told.rpartition("/")[2] in ("Error", "Unusable"), (path, status)


def test_a_token_is_part_of_the_description(tmp_path):
    with opened(tmp_path, token="long-enough-token") as client:
        document = client.get("/api/openapi.json", headers={"authorization": "Bearer long-enough-token"}).json()
    assert document["components"]["securitySchemes"]["HTTPBearer"]["scheme"] == "bearer"
