"""Schedules of one home: each tick once, on a grid that stays, whoever asks and whatever breaks."""

import multiprocessing
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from math import nextafter

import pytest

from kinora.control.instants import iso
from kinora.control.schedules import Schedule
from kinora.local.schedules import LocalSchedules, Tick
from kinora.model.errors import StorageError, StorageFull

NOON = 1_790_000_000.0
NAMES = ("explorer", "exploiter", "main", "interpretation")


class Clock:
    def __init__(self, now=NOON):
        self.now = now

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(tmp_path, clock):
    made = LocalSchedules(tmp_path / "home" / "schedules.sqlite", clock)
    yield made
    made.close()


def every(seconds, *names, enabled=True):
    return tuple(
        Schedule(name=name, enabled=enabled, every_seconds=seconds) for name in names or NAMES
    )


def due_at(store):
    return {state.name: state.next_at for state in store.states()}


def test_the_first_ticks_at_once_and_the_others_spread(store, clock):
    store.apply(every(60))
    assert due_at(store) == {name: iso(NOON + 15 * place) for place, name in enumerate(NAMES)}
    assert store.take_due() == [Tick("explorer", NOON)]
    assert store.take_due() == []
    clock.now += 45
    assert store.take_due() == [Tick(n, NOON + 15 * p) for p, n in enumerate(NAMES) if p]


def test_what_is_spread_starts_within_the_shortest_interval(store):
    slow = Schedule(name="main", enabled=True, every_seconds=86_400)
    store.apply((*every(30, "explorer"), slow, *every(3_600, "interpretation")))
    assert store.next_due() == NOON
    assert set(due_at(store).values()) == {iso(NOON), iso(NOON + 10), iso(NOON + 20)}


def test_what_stays_as_it_was_keeps_its_grid(store, clock):
    store.apply(every(60))
    store.take_due()
    before = store.states()
    clock.now += 17.25
    store.apply(every(60))
    assert store.states() == before
    store.apply((*every(60, "explorer", "exploiter", "main"), *every(90, "interpretation")))
    *others, changed = sorted(store.states(), key=lambda state: state.name == "interpretation")
    assert others == [state for state in before if state.name != "interpretation"]
    assert (changed.every_seconds, changed.next_at) == (90, iso(clock.now))
    clock.now = NOON + 60
    assert Tick("explorer", NOON + 60) in store.take_due()


def test_a_change_of_the_file_is_seen_by_another_process_of_the_home(store, clock, tmp_path):
    store.apply(every(60, enabled=False))
    other = LocalSchedules(tmp_path / "home" / "schedules.sqlite", clock)
    assert (other.take_due(), other.next_due()) == ([], None)
    store.apply(every(60))
    assert other.next_due() == NOON
    assert len(other.take_due()) == 1
    assert store.take_due() == []
    other.close()


def test_one_that_is_paused_never_ticks_and_ticks_at_once_when_resumed(store, clock):
    store.apply(every(60, "main"))
    store.take_due()
    store.apply(every(60, "main", enabled=False))
    assert store.states()[0].next_at is None
    clock.now += 1_000
    assert store.take_due() == []
    store.apply((*every(60, "explorer", enabled=False), *every(60, "main")))
    assert store.take_due() == [Tick("main", clock.now)]


@pytest.mark.parametrize("missed", [0, 1, 7, 100_000])
def test_of_missed_ticks_only_the_last_is_handed_out(store, clock, missed):
    store.apply(every(30, "main"))
    clock.now = NOON + 30 * missed + 29.9
    assert store.take_due() == [Tick("main", NOON + 30 * missed)]
    assert store.take_due() == []
    assert store.next_due() == NOON + 30 * (missed + 1)


@pytest.mark.parametrize(
    ("start", "interval"),
    [
        (NOON + 0.1, 7),
        (2**31 - 3 - 2**-22, 5),
        (2**31 - 3.3333333, 3),
        (0.1, 1),
        (1e9 + 1 / 3, 86_400),
    ],
)
def test_each_instant_ticks_once_however_it_is_rounded(tmp_path, start, interval):
    """Asked at the very instant, and at the nearest numbers before and after it."""
    clock = Clock(start)
    store = LocalSchedules(tmp_path / "file", clock)
    store.apply(every(interval, "main"))
    ticks = []
    for number in range(200):
        instant = start + number * interval
        for now in (nextafter(instant, 0), instant, instant, nextafter(instant, 2 * instant)):
            clock.now = now
            ticks += store.take_due()
    assert [tick.at for tick in ticks] == pytest.approx(
        [start + number * interval for number in range(200)], abs=1e-6
    )
    store.close()


def test_a_clock_that_was_set_back_does_not_stop_them(store, clock):
    clock.now = NOON + 5e7
    store.apply(every(30, "main"))
    store.take_due()
    clock.now = NOON
    assert store.take_due() == [Tick("main", NOON)]
    assert store.take_due() == []
    assert store.next_due() == NOON + 30


def test_what_a_tick_did_is_kept(store, clock):
    store.apply(every(60, "main"))
    store.take_due()
    store.note("main", "x" * 600)
    (state,) = store.states()
    assert (state.last_at, state.last_result) == (iso(NOON), "x" * 500)
    store.apply(every(90, "main"))
    assert store.states()[0].last_result == "x" * 500


def test_threads_share_one_store(store, clock):
    store.apply(every(1))
    clock.now = NOON + 10
    barrier = threading.Barrier(8)

    def take(_):
        barrier.wait(10)
        return store.take_due()

    with ThreadPoolExecutor(8) as pool:
        taken = [tick for ticks in pool.map(take, range(8)) for tick in ticks]
    assert sorted(tick.name for tick in taken) == sorted(NAMES)


def test_many_that_find_the_file_missing_at_once(tmp_path):
    """SQLite does not wait by itself where several switch a new file to write-ahead logging."""

    def begin(path, barrier):
        barrier.wait(10)
        store = LocalSchedules(path, Clock())
        store.apply(every(60))
        taken = store.take_due()
        store.close()
        return taken

    with ThreadPoolExecutor(4) as pool:
        for number in range(40):
            path, barrier = tmp_path / f"{number}.sqlite", threading.Barrier(4)
            begun = [pool.submit(begin, path, barrier) for _ in range(4)]
            assert [tick for each in begun for tick in each.result()] == [Tick("explorer", NOON)]


def _take(path, barrier, instants):
    clock = Clock()
    barrier.wait(20)
    store = LocalSchedules(path, clock)
    store.apply(every(1))
    taken = []
    for now in instants:
        barrier.wait(20)
        clock.now = now
        taken += [tuple(tick) for tick in store.take_due()]
    store.close()
    return taken


def test_processes_hand_out_each_tick_once(tmp_path):
    """They also find the file missing all at once, and agree on one grid."""
    path, count = tmp_path / "schedules.sqlite", 4
    spawn = multiprocessing.get_context("spawn")
    with spawn.Manager() as manager, spawn.Pool(count) as pool:
        barrier = manager.Barrier(count)
        instants = [NOON + 1 + step / 4 for step in range(80)]
        taken = pool.map(partial(_take, path, barrier), [instants] * count, chunksize=1)
    every_tick = [tick for ticks in taken for tick in ticks]
    assert len(every_tick) == len(set(every_tick))
    assert sum(bool(ticks) for ticks in taken) > 1
    for place, name in enumerate(NAMES):
        mine = sorted(at for each, at in every_tick if each == name)
        assert mine == [NOON + place / 4 + second for second in range(place == 0, 21)]


def test_a_full_disk_changes_nothing(store, clock):
    store.apply(every(60))
    before = store.states()
    pages = store._connection.execute("pragma page_count").fetchone()[0]
    store._connection.execute(f"pragma max_page_count = {pages}")
    many = tuple(
        Schedule(name=f"{number:04d}" * 50, enabled=True, every_seconds=9) for number in range(99)
    )
    with pytest.raises(StorageFull, match="no schedule was changed"):
        store.apply((*every(90), *many))
    assert store.states() == before
    assert store.take_due() == [Tick("explorer", NOON)]


@pytest.mark.parametrize(
    "content", [b"no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 4080]
)
def test_a_damaged_file_says_what_to_do(tmp_path, clock, content):
    path = tmp_path / "schedules.sqlite"
    path.write_bytes(content)
    with pytest.raises(StorageError, match="schedules.sqlite are damaged: delete it"):
        LocalSchedules(path, clock)
    path.unlink()
    store = LocalSchedules(path, clock)
    store.apply(every(60))
    assert len(store.take_due()) == 1
    store.close()


def test_a_file_that_is_damaged_while_it_is_used(tmp_path, clock):
    path = tmp_path / "schedules.sqlite"
    store = LocalSchedules(path, clock)
    store.apply(every(60))
    store.close()
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
    store = LocalSchedules(path, clock)
    for ask in (store.states, store.take_due, store.next_due, lambda: store.apply(every(9))):
        with pytest.raises(StorageError, match="damaged"):
            ask()
    store.close()


def test_a_file_of_another_kind_or_a_place_that_cannot_be(tmp_path, clock):
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("create table schedule (name text)")
    connection.close()
    store = LocalSchedules(other, clock)
    with pytest.raises(StorageError, match="other.sqlite cannot be used"):
        store.states()
    store.close()
    with pytest.raises(StorageError, match="cannot be used"):
        LocalSchedules(tmp_path, clock)
    with pytest.raises(StorageError, match="cannot be opened"):
        LocalSchedules(other / "within" / "a file", clock)


def test_a_store_that_was_closed_refuses_in_our_words(tmp_path, clock):
    store = LocalSchedules(tmp_path / "file", clock)
    store.close()
    with pytest.raises(StorageError):
        store.note("main", "late")
