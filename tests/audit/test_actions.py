"""Recording: with the change, or not at all."""

import json
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.utils import CaptureQueriesContext

from hoanhap.ground.audit import actions, files, rules, selectors
from hoanhap.ground.audit.actions import Entry, UnrecordedChange, audited, record, record_many, record_read
from hoanhap.ground.audit.models import AuditEntry
from hoanhap.ground.kernel.clock import standing_at
from hoanhap.ground.kernel.errors import PermissionRefused, Refusal
from hoanhap.ground.kernel.permissions import NOBODY, SYSTEM, Actor


def chain(name: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(chain=name).order_by("seq"))


@audited
def change(*, by: Actor, name: str, say: bool = True) -> str:
    """A change (to the log itself: the only table here), with or without telling."""
    connection.cursor().execute("CREATE TABLE changed_" + name + " (id integer)")
    if say:
        record("test.changed", f"test.thing:{name}", by=by, chain="a")
    return name


def changed(name: str) -> bool:
    return f"changed_{name}" in connection.introspection.table_names()


@pytest.mark.django_db
def test_an_action_that_records_is_kept(auditor: Actor) -> None:
    assert change(by=auditor, name="one") == "one"
    (entry,) = chain("a")
    assert changed("one")
    assert (entry.seq, entry.kind, entry.name, entry.subject) == (1, "event", "test.changed", "test.thing:one")
    assert (entry.user, entry.post, entry.role, entry.purpose) == ("log.auditor", "7", "log_auditor", "")
    assert (entry.facts, entry.previous) == ("{}", rules.START)


@pytest.mark.django_db
def test_an_action_that_records_nothing_is_undone() -> None:
    with pytest.raises(UnrecordedChange, match="test_actions"):
        change(by=SYSTEM, name="silent", say=False)
    assert not changed("silent")


@pytest.mark.django_db
def test_looking_is_no_record_of_a_change() -> None:
    @audited
    def look(*, by: Actor) -> None:
        record_read("test.page", "test.thing:1", by=by, purpose="P1")

    with pytest.raises(UnrecordedChange):
        look(by=SYSTEM)


@pytest.mark.django_db
def test_an_action_is_undone_where_its_record_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(rows: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(actions, "_insert", fail)
    with pytest.raises(IntegrityError):
        change(by=SYSTEM, name="unwritten")
    assert not changed("unwritten")


@pytest.mark.django_db
def test_an_action_inside_another_joins_it() -> None:
    @audited
    def outer(*, by: Actor) -> None:
        change(by=by, name="inner")
        raise Refusal("test.changed_my_mind")

    with pytest.raises(Refusal):
        outer(by=SYSTEM)
    assert not changed("inner")
    assert chain("a") == []


@pytest.mark.django_db
def test_what_a_refused_inner_action_recorded_does_not_count_for_the_outer_one() -> None:
    @audited
    def inner(*, by: Actor) -> None:
        record("test.changed", "test.thing:1", by=by, chain="a")
        raise Refusal("test.no")

    @audited
    def outer(*, by: Actor) -> None:
        with pytest.raises(Refusal):
            inner(by=by)

    with pytest.raises(UnrecordedChange):
        outer(by=SYSTEM)


@pytest.mark.django_db
def test_entries_continue_their_own_chains() -> None:
    entries = [Entry(event="test.changed", subject=f"test.thing:{n}", chain=c) for n, c in enumerate("abab")]
    with standing_at(datetime(2024, 5, 6, 12, 0, 0, 7, tzinfo=UTC)):
        record_many(entries, by=SYSTEM)
    record_many([], by=SYSTEM)
    record("test.changed", "test.thing:5", by=SYSTEM, chain="b", facts={"on": date(2024, 1, 2), "units": ["x"]})
    assert [entry.seq for entry in chain("a")] == [1, 2]
    first, second, third = chain("b")
    assert (second.previous, third.previous) == (first.digest, second.digest)
    assert first.recorded_at == datetime(2024, 5, 6, 12, 0, 0, 7, tzinfo=UTC)
    assert third.stated() == {"on": "2024-01-02", "units": ["x"]}
    assert selectors.verdict(by=SYSTEM).ok


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3, 50])
def test_many_and_few_entries_are_written_alike(fill: Callable[..., None], count: int) -> None:
    fill("a", "b", count=count)
    assert [entry.stated() for entry in chain("b")] == [{"number": number} for number in range(count)]
    assert selectors.verdict(by=SYSTEM).ok


@pytest.mark.django_db
@pytest.mark.parametrize("micro", [0, 1, 120000])
def test_moments_are_digested_as_they_are_stored(micro: int) -> None:
    with standing_at(datetime(2024, 5, 6, 12, 0, 0, micro, tzinfo=UTC)):
        record("test.changed", "test.thing:1", by=SYSTEM)
    assert selectors.verdict(by=SYSTEM).ok


@pytest.mark.django_db
def test_tabs_and_line_ends_in_texts_survive(fill: Callable[..., None]) -> None:
    odd = "tab\t line\n return\r back\\slash \\N quote' double\" xã 🙂"
    entries = [Entry(event=odd, subject=odd, chain=odd, facts={odd: odd})] * 9
    record_many(entries, by=SYSTEM)
    assert chain(odd)[8].subject == odd
    assert selectors.verdict(by=SYSTEM).ok


@pytest.mark.django_db
def test_a_look_is_recorded_with_its_purpose(auditor: Actor) -> None:
    record_read("test.page", "test.thing:1", by=auditor, purpose="P8", chain="a", facts={"rows": 3})
    (entry,) = selectors.read_entries_about("test.thing:1", by=auditor)
    assert (entry.kind, entry.name, entry.purpose, entry.facts) == ("read", "test.page", "P8", '{"rows":3}')
    assert list(selectors.read_entries_about("test.thing:1", by=NOBODY)) == []


@pytest.mark.django_db
def test_a_look_without_a_purpose_is_refused() -> None:
    with pytest.raises(ValueError, match="purpose"):
        record_read("test.page", "test.thing:1", by=SYSTEM, purpose="")


@pytest.mark.django_db
def test_recording_asks_the_database_three_times_at_most() -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        change(by=SYSTEM, name="counted")
    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= 4, asked  # the change, and: lock, head, insert


# ── real transactions ────────────────────────────────────────────────────────────────────────────────────────


def test_writers_of_one_chain_wait_and_those_of_two_do_not(
    database_copy: Callable[[], BaseDatabaseWrapper],
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time by nature")
    outcome: dict[str, object] = {}

    def write(name: str) -> None:
        connections["default"] = database_copy()
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '300ms'")
                record("test.changed", "test.thing:2", by=SYSTEM, chain=name)
            outcome[name] = "written"
        except OperationalError:
            outcome[name] = "waited"
        finally:
            connection.close()

    with transaction.atomic():
        record("test.changed", "test.thing:1", by=SYSTEM, chain="a")
        threads = [threading.Thread(target=write, args=(name,)) for name in "ab"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert outcome == {"a": "waited", "b": "written"}
    assert selectors.verdict(by=SYSTEM).ok


def test_many_writers_at_once_leave_whole_chains(database_copy: Callable[[], BaseDatabaseWrapper]) -> None:
    failures: list[BaseException] = []

    def write(number: int) -> None:
        connections["default"] = database_copy()
        try:
            for turn in range(5):
                entries = [
                    Entry(event="test.changed", subject=f"test.thing:{turn}", chain=c) for c in ("xy", "yx")[number % 2]
                ]
                with transaction.atomic():
                    record_many(entries, by=SYSTEM)
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [entry.seq for entry in chain("x")] == list(range(1, 21))
    assert selectors.verdict(by=SYSTEM).ok


# ── checkpoints ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_a_checkpoint_holds_every_head_and_says_so_in_the_log(
    signing_key: Path, fill: Callable[..., None], auditor: Actor
) -> None:
    fill("a", "b")
    before = selectors.chain_heads()
    document = actions.make_checkpoint(by=auditor)
    assert set(document["chains"]) == set(before) >= {"a", "b"}
    assert document["chains"]["a"] == {"seq": 3, "digest": chain("a")[2].digest}
    assert document["entries"] == sum(head.seq for head in before.values())
    last = selectors.last_checkpoint()
    assert last is not None
    assert last.stated()["root"] == document["root"]
    following = actions.make_checkpoint(by=auditor)
    assert (following["number"], following["previous_root"]) == (document["number"] + 1, document["root"])
    assert selectors.extent(by=auditor).last_checkpoint_at is not None


@pytest.mark.django_db
def test_who_may_not_sign_is_refused(signing_key: Path) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(PermissionRefused):
        actions.make_checkpoint(by=NOBODY)
    assert AuditEntry.objects.count() == before


@pytest.mark.django_db
def test_without_a_key_nothing_is_signed(settings: Any, tmp_path: Path) -> None:
    settings.KEYS = tmp_path
    with pytest.raises(Refusal, match="no_signing_key"):
        actions.make_checkpoint(by=SYSTEM)


@pytest.mark.django_db
def test_a_checkpoint_is_written_whole_and_read_back(signing_key: Path, tmp_path: Path) -> None:
    document = actions.make_checkpoint(by=SYSTEM)
    path = tmp_path / "new" / files.file_name(document)
    files.write_checkpoint(document, path)
    assert files.read_checkpoint(path) == document
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    assert json.loads(path.read_text())["root"] == document["root"]


@pytest.mark.django_db
def test_a_checkpoint_that_cannot_be_written_is_refused_and_leaves_nothing(signing_key: Path, tmp_path: Path) -> None:
    document = actions.make_checkpoint(by=SYSTEM)
    (tmp_path / "place").mkdir()
    with pytest.raises(Refusal, match="unwritable"):
        files.write_checkpoint(document, tmp_path / "place")
    assert not list(tmp_path.glob(".*"))
