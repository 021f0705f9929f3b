"""A service on a machine with little memory: what does not fit is refused in words, and it goes on."""

from limited import limited

READY = """
import json, sys, tempfile, time
from pathlib import Path
from server.service import PLENTY, opened, until

def raid(count, groups=1, step="0.5 s", far=2.0):
    way = {"threat": "fighter", "count": count, "to": [0, 0], "spacing": "1 s"}
    groups = [way | {"name": f"g{k}", "from": [far, far + 0.001 * k]} for k in range(groups)]
    return {"yaml": json.dumps({
        "name": "Many", "environment": {"time_step": step}, "raid": groups,
        "defence": [{"system": "S-300PMU-2", "at": [0.02, 0.02], "fire_units": 2}],
        "assets": [{"name": "a", "at": [0, 0]}],
    })}

def first(client):
    assert client.post("/api/scene", json={"name": "port-raid"}).status_code == 200
    assert client.post("/api/validate", json=raid(2)).json()["valid"]

stack = opened(Path(tempfile.mkdtemp()), PLENTY)
client = stack.__enter__()
first(client)
import numpy, scipy, pyarrow.parquet
"""

CODE = """
def asked(path, body):
    answer = client.post(f"/api/{path}", json=body)
    assert answer.status_code in (200, 422, 503), (path, answer.status_code, answer.text[:500])
    if answer.status_code != 200:
        assert "usual fix" in answer.json()["error"], answer.text[:500]
    first(client)  # it goes on
    return answer.status_code, "out of memory" in answer.text

def all_of_it():
    print(asked("scene", raid(1, groups=100, step="0.05 s", far=6.0)))
    print(asked("scene", raid(20_000)))
    print(asked("validate", {"yaml": "a: " + "[" * 500_000}))
    print(asked("validate", {"yaml": json.dumps({"name": "x" * 1_900_000})}))
    job = client.post("/api/jobs/run", json={"scenario": raid(4_500), "replications": 100, "seed": 1})
    assert job.status_code == 202, job.text
    end = time.monotonic() + 100
    while (found := client.get(f"/api/jobs/{job.json()['id']}").json())["state"] in ("queued", "running"):
        assert time.monotonic() < end
        time.sleep(0.2)
    print(found["state"], "out of memory" in str(found["error"]), file=sys.stdout)
    first(client)

try:
    all_of_it()
finally:
    stack.__exit__(None, None, None)
"""


def test_large_requests_are_answered_or_refused_and_the_service_goes_on() -> None:
    told = limited(CODE, ready=READY, megabytes=50, seconds=200).splitlines()
    assert told == ["(503, True)", "(422, False)", "(200, False)", "(200, False)", "failed True"]
