"""What is kept is bounded by bytes, made once, and nobody waits for what another asked for."""

from __future__ import annotations

import threading

import pytest

from airdef.kept import Kept


def test_the_bytes_are_bounded_and_what_was_used_longest_ago_goes() -> None:
    made: list[str] = []

    def get(key: str) -> bytes:
        return kept.get(key, lambda: made.append(key) or bytes(40))  # type: ignore[func-returns-value]

    kept: Kept[str, bytes] = Kept(100, len)
    for key in "abacab":
        get(key)
    assert made == ["a", "b", "c", "b"]  # c took the place of b, which was used before a
    assert kept.bytes == 80


def test_what_is_greater_than_all_is_given_and_not_kept() -> None:
    kept: Kept[str, bytes] = Kept(100, len)
    kept.get("small", lambda: bytes(100))
    assert len(kept.get("great", lambda: bytes(101))) == 101
    assert kept.bytes == 100
    assert kept.get("small", lambda: pytest.fail("made again")) == bytes(100)


def test_the_last_ones_may_be_kept_whatever_they_take() -> None:
    kept: Kept[str, bytes] = Kept(100, len, least=1)
    kept.get("small", lambda: bytes(60))
    kept.get("great", lambda: bytes(1000))
    assert kept.known("small") is None
    assert kept.get("great", lambda: pytest.fail("made again")) == bytes(1000)
    kept.get("small", lambda: bytes(60))
    assert kept.known("great") is None
    assert kept.bytes == 60


def test_a_value_takes_the_place_of_what_was_known() -> None:
    kept: Kept[str, bytes] = Kept(100, len)
    kept.keep("a", bytes(50))
    kept.keep("a", bytes(70))
    assert (kept.bytes, len(kept.known("a") or b"")) == (70, 70)
    kept.keep("a", bytes(101))
    assert (kept.bytes, kept.known("a")) == (0, None)


def test_what_is_raised_is_raised_and_nothing_kept() -> None:
    kept: Kept[str, bytes] = Kept(100, len)

    def broken() -> bytes:
        raise ValueError("no")

    for _ in range(2):
        with pytest.raises(ValueError, match="no"):
            kept.get("a", broken)
    assert kept.get("a", lambda: b"x") == b"x"
    assert not kept._making


def test_two_who_ask_for_the_same_wait_for_one_making_and_others_do_not_wait() -> None:
    kept: Kept[str, bytes] = Kept(100, len)
    begun, go_on = threading.Event(), threading.Event()
    made: list[str] = []

    def slow() -> bytes:
        made.append("a")
        begun.set()
        assert go_on.wait(60)
        return b"slow"

    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(kept.get("a", slow))) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert begun.wait(60)
    assert kept.get("b", lambda: b"quick") == b"quick"  # while a is being made
    go_on.set()
    for thread in threads:
        thread.join(60)
    assert found == [b"slow"] * 3
    assert made == ["a"]
