"""The directory of a campaign, with an engine that costs nothing."""

import dataclasses

import pytest

from airdef.outcome import Precision, collect
from airdef.outcome.header import FORMAT, Header, StoreError
from airdef.outcome.lock import LockedError
from airdef.outcome.store import Store, writing
from airdef.places import warn
from airdef.version import __version__
from outcome.fakes import COLUMNS, scenario, simulate
from outcome.stored import SIZE, header, run, tree

pytestmark = pytest.mark.slow


@pytest.fixture
def stored(tmp_path):
    folder = tmp_path / "c"
    run(folder, header())
    return folder


def test_a_stored_campaign_is_the_campaign(stored):
    plain = collect(simulate, COLUMNS, scenario(), 1, 5_000)
    store = Store.read(stored)
    assert store.finished
    c = store.campaign()
    assert c.statistics.digest() == plain.statistics.digest()
    assert c.ranges == plain.ranges == ((0, 5_000),)
    mine, theirs = c.to_dict(store.header), plain.to_dict(store.header)
    for told in (mine, theirs):
        told.pop("timing")
        told.pop("version")
    assert mine == theirs
    assert [s["id"] for s in mine["sources"]] == ["S1", "S2"]


def test_a_resumed_campaign_ends_in_the_same_bits(stored, tmp_path):
    def stop(done, goal):
        if done >= 2 * SIZE:
            raise KeyboardInterrupt

    folder = tmp_path / "d"
    with pytest.raises(KeyboardInterrupt):
        run(folder, header(), progress=stop)
    assert Store.read(folder).replications == 2 * SIZE
    assert not Store.read(folder).finished
    simulated = []
    c = run(folder, header(), resume=True, simulated=simulated)
    assert simulated == [2048, 3072, 4096]
    assert tree(folder) == tree(stored)
    assert c.statistics.digest() == Store.read(stored).campaign().statistics.digest()


def test_a_finished_campaign_simulates_nothing_again(stored):
    simulated = []
    run(stored, header(), resume=True, simulated=simulated)
    assert simulated == []


def test_a_longer_campaign_goes_on_and_simulates_the_short_part_again(stored, tmp_path):
    simulated = []
    run(stored, header(goal=7_000), resume=True, simulated=simulated)
    assert simulated == [4096, 5120, 6144]
    run(tmp_path / "d", header(goal=7_000))
    assert tree(stored) == tree(tmp_path / "d")


@pytest.mark.parametrize("file", ["rows/part-000000002.parquet", "statistics/part-000000002.json"])
@pytest.mark.parametrize("damage", ["truncated", "flipped", "exited"])
def test_of_a_damaged_part_only_that_part_is_simulated_again(stored, file, damage):
    before = tree(stored)
    path = stored / file
    content = bytearray(path.read_bytes())
    if damage == "truncated":
        path.write_bytes(content[: len(content) // 2])
    elif damage == "flipped":
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    else:
        path.unlink()
    store = Store.read(stored)
    assert not store.finished
    assert store.replications == 5_000 - SIZE
    assert store.campaign().ranges == ((0, 2048), (3072, 1928))
    simulated = []
    run(stored, header(), resume=True, simulated=simulated)
    assert simulated == [2048]
    assert tree(stored) == before


def test_parts_of_another_campaign_do_not_count(stored, tmp_path):
    other = tmp_path / "d"
    run(other, header(seed=2))
    for file in ("rows/part-000000001.parquet", "statistics/part-000000001.json"):
        (stored / file).write_bytes((other / file).read_bytes())
    assert Store.read(stored).damaged == [1]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"scenario": dataclasses.replace(scenario(), scenario_hash="0" * 64)}, "the scenario differs: 5c5c.* 0000"),
        ({"scenario": dataclasses.replace(scenario(), catalogue_hash="0" * 64)}, "the catalogue differs: caca"),
        ({"seed": 2}, "the seed differs: 1 there, 2 here"),
        ({"version": "0.2"}, r"the version differs: 0\.1 there, 0\.2 here"),
        ({"engine": "d" * 64}, r"the engine \(sources of the compiled layers, and Numba\) differs"),
        ({"geometry": "8" * 64}, "the geometry .* differs"),
        ({"size": 2048}, "the replications a file differs: 1024 there, 2048 here"),
        ({"goal": 4_000}, "4,000 replications asked, 5,000 wanted before"),
        ({"precision": Precision(0.1)}, "runs to 5,000 replications, a half-width of 0.1 of leakers .* asked"),
    ],
)
def test_another_campaign_is_refused_and_what_differs_is_named(stored, changes, words):
    before = tree(stored)
    with pytest.raises(StoreError, match=words):
        run(stored, header(**changes), resume=True)
    assert tree(stored) == before


def test_without_resume_a_campaign_is_not_touched(stored):
    with pytest.raises(StoreError, match="holds a campaign; usual fix: --resume"):
        run(stored, header())


def test_foreign_files_are_refused(stored, tmp_path):
    (stored / "rows" / "part-1.parquet").write_text("mine")
    with pytest.raises(StoreError, match=r"holds 'rows/part-1\.parquet', which is no part of a campaign"):
        run(stored, header(), resume=True)
    with pytest.raises(StoreError, match="which is no part of a campaign"):
        Store.read(stored)
    for name in ("thesis.txt", "rows"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / name).mkdir()
        with pytest.raises(StoreError, match="expected a campaign's directory, an empty one or none"):
            run(folder, header(), resume=True)
        assert [p.name for p in folder.iterdir()] == [name]


def test_a_directory_without_a_campaign_is_refused(tmp_path):
    with pytest.raises(StoreError, match=r"no campaign\.json"):
        Store.read(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="a file; expected a directory"):
        run(tmp_path / "file", header())


@pytest.mark.parametrize("damage", ["flipped", "cut", "exited"])
def test_a_damaged_header_is_taken_from_its_copy_and_written_again(stored, caplog, damage):
    warn.cache_clear()
    before = tree(stored)
    path = stored / "campaign.json"
    if damage == "exited":
        path.unlink()
    else:
        spoilt = bytearray(path.read_bytes())
        spoilt[len(spoilt) // 2] ^= 1
        path.write_bytes(spoilt if damage == "flipped" else spoilt[:99])
    store = Store.read(stored)
    assert store.finished
    assert store.campaign().replications == 5_000
    assert "taken from campaign.copy.json, and written there again by --resume" in caplog.text
    simulated = []
    run(stored, header(), resume=True, simulated=simulated)
    assert simulated == []
    assert tree(stored) == before


def test_every_flipped_bit_of_a_header_is_noticed(stored):
    """One bit of each byte, in turn: JSON has many that change nothing else, and the checksum misses none."""
    path = stored / "campaign.json"
    whole = path.read_bytes()
    (stored / "campaign.copy.json").unlink()
    missed = []
    for k in range(len(whole)):
        spoilt = bytearray(whole)
        spoilt[k] ^= 1 << k % 8
        path.write_bytes(spoilt)
        try:
            found = Header.read(stored)
        except StoreError:
            continue
        missed += [] if found == header() else [k]  # white space between values may become other white space
    assert not missed


def test_without_an_intact_copy_a_damaged_header_is_refused(stored):
    for name in ("campaign.json", "campaign.copy.json"):
        path = stored / name
        path.write_text(path.read_text().replace('"seed": 1', '"seed": 2'))
    with pytest.raises(StoreError, match=r"campaign\.json: cannot be read .*damaged"):
        Store.read(stored)


@pytest.mark.parametrize("sub", ["rows", "statistics"])
def test_a_directory_of_parts_that_is_a_link_is_not_written_through(stored, tmp_path, sub):
    aim = tmp_path / "elsewhere"
    (stored / sub).rename(aim)
    (stored / sub).symlink_to(aim)
    before = tree(aim)
    with pytest.raises(StoreError, match=f"{sub}: a link, expected a directory"):
        run(stored, header(goal=7_000), resume=True)
    assert tree(aim) == before
    assert Store.read(stored).finished  # to read it is no danger


def test_a_directory_that_becomes_a_link_while_a_campaign_runs_is_not_written_through(tmp_path):
    folder, aim = tmp_path / "c", tmp_path / "elsewhere"
    aim.mkdir()

    def swap(done, goal):
        if done == 2048:
            (folder / "rows").rename(tmp_path / "away")
            (folder / "rows").symlink_to(aim)

    with pytest.raises(StoreError, match=r"2,048 of 5,000 replications are kept"):
        run(folder, header(), progress=swap)
    assert not list(aim.iterdir())


@pytest.mark.parametrize("name", ["campaign.json", "campaign.copy.json", "rows/part-000000000.parquet"])
@pytest.mark.parametrize("half", ["", ".tmp"])
def test_links_under_the_names_of_files_are_replaced_and_not_followed(stored, tmp_path, name, half):
    aim = tmp_path / "precious"
    aim.write_text("x")
    path = stored / (name + half)
    path.unlink(missing_ok=True)
    path.symlink_to(aim)
    run(stored, header(), resume=True)
    assert aim.read_text() == "x"
    assert not path.is_symlink()
    assert Store.read(stored).finished


def test_a_lock_that_is_a_link_empties_nothing(stored, tmp_path):
    aim = tmp_path / "precious"
    aim.write_text("x")
    (stored / "lock").unlink()
    (stored / "lock").symlink_to(aim)
    with pytest.raises(LockedError, match="lock: a symbolic link; expected the lock file of a campaign"):
        run(stored, header(), resume=True)
    assert aim.read_text() == "x"


@pytest.mark.parametrize(
    ("version", "fix"),
    [("0.0", r"run it again elsewhere, or use airdef 0\.0$"), (__version__, "run it again elsewhere$")],
)
def test_a_campaign_of_another_format_is_refused_for_reading_and_for_going_on(tmp_path, monkeypatch, version, fix):
    with monkeypatch.context() as before:
        before.setattr("airdef.outcome.header.FORMAT", 1)
        before.setattr("airdef.outcome.header.READABLE", (1,))
        run(tmp_path, header(version=version))
    words = rf"campaign\.json: format 1; expected {FORMAT}; usual fix: {fix}"
    with pytest.raises(StoreError, match=words):
        Store.read(tmp_path)
    with pytest.raises(StoreError, match=words):
        run(tmp_path, header(version=version), resume=True)


def test_resume_starts_where_a_process_died_before_its_first_word(tmp_path):
    (tmp_path / "campaign.json.tmp").write_text("{")
    (tmp_path / "lock").touch()
    run(tmp_path, header(), resume=True)
    assert Store.read(tmp_path).finished
    assert not list(tmp_path.rglob("*.tmp"))


def test_one_writer_at_a_time(stored):
    with writing(stored, header(), True), pytest.raises(LockedError, match="is writing this campaign"):
        run(stored, header(), resume=True)


def test_precision_goes_on_from_its_plan(tmp_path):
    precision = Precision(0.02)

    def stop(done, goal):
        if done >= 3 * SIZE:
            raise KeyboardInterrupt

    whole = run(tmp_path / "a", header(goal=0, precision=precision), precision=precision)
    assert (
        whole.statistics.digest()
        == collect(simulate, COLUMNS, scenario(), 1, 1, precision=precision).statistics.digest()
    )
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "b", header(goal=0, precision=precision), precision=precision, progress=stop)
    assert not Store.read(tmp_path / "b").finished
    run(tmp_path / "b", header(goal=0, precision=precision), precision=precision, resume=True)
    assert tree(tmp_path / "a") == tree(tmp_path / "b")
    store = Store.read(tmp_path / "b")
    assert store.finished
    assert store.campaign().precision_reached


def test_a_campaign_that_falls_short_is_prolonged_within_a_part(tmp_path, monkeypatch):
    # A plan far too short: the campaign is prolonged from 4,096, in the middle of a part of 5,120.
    monkeypatch.setattr(Precision, "planned", lambda self, half_width: 4096)
    precision = Precision(0.02)
    h = header(goal=0, precision=precision, size=5 * SIZE)
    whole = run(tmp_path / "a", h, precision=precision)
    assert whole.replications > 4096
    assert (
        whole.statistics.digest() == collect(simulate, COLUMNS, scenario(), 1, whole.replications).statistics.digest()
    )
    assert Store.read(tmp_path / "a").campaign().statistics.digest() == whole.statistics.digest()


def test_a_length_that_falls_short_is_not_the_end(tmp_path, monkeypatch):
    monkeypatch.setattr(Precision, "planned", lambda self, half_width: 4096)
    precision = Precision(0.02)
    h = header(goal=0, precision=precision)

    def stop(done, goal):
        if done == goal:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, h, precision=precision, progress=stop)
    store = Store.read(tmp_path)
    assert store.replications == store.header.goal == 4096
    assert not store.finished
    again = run(tmp_path, h, precision=precision, resume=True)
    assert again.precision_reached
    assert Store.read(tmp_path).finished


def test_a_failing_disk_is_told_with_what_is_kept(tmp_path, monkeypatch):
    from airdef.outcome import store as module

    real = module.write_whole

    def failing(path, content):
        if path.name == "part-000000003.parquet":
            raise OSError(28, "No space left on device")
        real(path, content)

    monkeypatch.setattr(module, "write_whole", failing)
    words = r"No space left on device; 3,072 of 5,000 replications are kept there; .* airdef run --out .* --resume"
    with pytest.raises(StoreError, match=words):
        run(tmp_path / "c", header())
    monkeypatch.undo()
    assert Store.read(tmp_path / "c").replications == 3072
    run(tmp_path / "c", header(), resume=True)
    assert Store.read(tmp_path / "c").finished
