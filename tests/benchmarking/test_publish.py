"""Documents made from a run: blocks, arithmetic, figures; on a made-up run whose numbers are checked by hand."""

import pytest

from benchmarks.measure import Curve, Findings, Line
from benchmarks.publish import cluster_block, fill, publish, readme_block, table_block


@pytest.fixture
def run():
    found = {
        "throughput": Findings(
            [
                Line("airdef, two threads", "replications/s", (9000.0, 10000.0, 11000.0)),
                Line("SimPy, one process", "replications/s", (19.0, 20.0, 21.0)),
                Line("SimPy, two processes", "replications/s", (40.0,)),
                Line("airdef, two threads, over one SimPy process", "times", (500.0,), (">=", 500.0)),
                Line("airdef, two threads, over two SimPy processes", "times", (250.0,), None, (251.0,)),
            ],
            figures={"replications_per_core_second": 5000.0},
        ),
        "rng_only": Findings(
            [
                Line("campaign over the RNG-only baseline", "times", (8.0,), ("<=", 10.0)),
                Line("the RNG-only baseline, two threads", "replications/s", (80000.0,)),
            ]
        ),
        "startup": Findings([Line("airdef run port-raid -n 2000, code cached", "s", (2.0,), ("<=", 3.0))]),
        "scaling": Findings(
            curves=[
                Curve("opportunities against threats", "threats", "s", (10, 100), (0.1, 1.0), 1.0),
                Curve("simulation against threats", "threats", "s a replication", (10, 100), (1e-5, 2e-4), 1.3),
            ]
        ),
        "memory": Findings(
            curves=[Curve("memory", "replications", "peak memory, MiB", (1000, 10000), (195.0, 196.0))],
            figures={"rows_would_take_mib": 2.0},
        ),
        "reduction": Findings(figures={"part_replications": 50000.0, "part_bytes": 2048.0, "merge_s": 0.001}),
    }
    return {
        "date": "2026-01-02",
        "quick": False,
        "machine": {"processor": "Abacus", "cores": 2, "system": "Linux", "memory_gib": 16.0},
        "versions": {"airdef": "0.1.0", "python": "3.11"},
        "benchmarks": {name: x.to_dict() for name, x in found.items()},
    }


def test_a_block_is_replaced_and_nothing_else():
    text = "a\n<!-- x -->\nold\n\nlines\n<!-- /x -->\nb <!-- y -->\n"
    assert fill(text, "x", "new \\1") == "a\n<!-- x -->\nnew \\1\n<!-- /x -->\nb <!-- y -->\n"


@pytest.mark.parametrize(
    "text", ["none", "<!-- x -->\n<!-- /x -->\n<!-- x -->\n<!-- /x -->\n", "<!-- /x -->\n<!-- x -->\n"]
)
def test_markers_must_be_there_once(text):
    with pytest.raises(ValueError, match="once each"):
        fill(text, "x", "new")


def test_the_table_has_a_row_for_each_line(run):
    text = table_block(run)
    assert "| airdef, two threads [replications/s] |  | 10,000 | 9,000 to 11,000 |  |  |" in text
    assert "| airdef, two threads, over one SimPy process [times] | >= 500 | 500 |  |  | yes |" in text
    assert "Abacus, 2 cores, 16 GiB, Linux; 2026-01-02\n" in text


def test_the_arithmetic_of_a_cluster(run):
    text = cluster_block(run)
    # 5,000 replications a core second on 3,200 cores: 16 million a second; 10^9 / 16e6 = 62.5 s
    assert "3,200 cores: 16,000,000 replications a second; 10^9 take 62.5 s" in text
    # 20,000 parts of 50,000; 6.25 a core, rounded up 7 of 10 s; 20,000 merges of 1 ms; 20,000 x 2 KiB
    assert "20,000 parts of 50,000, 6.25 for each core" in text
    assert "whole parts makes it 70 s" in text
    assert "39.1 MiB in all, and takes 1 ms to merge: 20 s" in text
    assert "Together some 72 s" in text


def test_merging_counts_where_it_takes_longer_than_simulating(run):
    run["benchmarks"]["reduction"]["figures"]["merge_s"] = 0.01
    assert "Together some 202 s" in cluster_block(run)


def test_the_readme_compares_airdef_simpy_and_floor(run):
    text = readme_block(run)
    assert "| the same model in SimPy, one process | 20 | 500 times |" in text
    assert "| the RNG-only baseline: only drawing as many random numbers, two threads | 80,000 | 0.125 times |" in text


def test_publishing_twice_changes_nothing_more(run, tmp_path):
    page, readme = tmp_path / "performance.md", tmp_path / "README.md"
    blocks = ("bench-table", "bench-scaling", "bench-memory", "bench-cluster")
    page.write_text("".join(f"<!-- {name} -->\n<!-- /{name} -->\n" for name in blocks))
    readme.write_text("front\n<!-- bench -->\n<!-- /bench -->\n")
    publish(run, page, readme)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert set(made) == {"performance.md", "README.md", "performance-scaling.svg", "performance-memory.svg"}
    assert (
        b"simulation against threats: exponent 1.30 (s a replication; 10: 10 us, 100: 200 us)" in made["performance.md"]
    )
    assert b"exponent 1.30" in made["performance-scaling.svg"]
    publish(run, page, readme)
    assert made == {path.name: path.read_bytes() for path in tmp_path.iterdir()}


def test_a_run_of_decisions_alone_fills_its_own_block(run, tmp_path):
    page, readme = tmp_path / "performance.md", tmp_path / "README.md"
    kept = "<!-- bench-table -->\nkept\n<!-- /bench-table -->\n"
    page.write_text(f"{kept}<!-- bench-decisions -->\n<!-- /bench-decisions -->\n")
    readme.write_text("<!-- bench -->\nkept\n<!-- /bench -->\n")
    lines = [Line("environments over campaign", "times", (0.5, 0.6, 0.7), (">=", 0.5), (0.55, 0.56, 0.57))]
    decisions = {"decisions": Findings(lines).to_dict()}
    publish(run | {"benchmarks": decisions}, page, readme)
    assert kept in page.read_text()
    assert "| environments over campaign [times] | >= 0.5 | 0.6 | 0.5 to 0.7 | 0.56 | yes |" in page.read_text()
    assert "kept" in readme.read_text()
    assert "environments over campaign" not in table_block(run | {"benchmarks": run["benchmarks"] | decisions})


def test_a_readme_without_markers_is_left_alone(run, tmp_path):
    page, readme = tmp_path / "performance.md", tmp_path / "README.md"
    blocks = ("bench-table", "bench-scaling", "bench-memory", "bench-cluster")
    page.write_text("".join(f"<!-- {name} -->\n<!-- /{name} -->\n" for name in blocks))
    readme.write_text("front\n")
    publish(run, page, readme)
    assert readme.read_text() == "front\n"
