"""Sealed text opens in its own row and column only; a blind index finds equals and tells nothing."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, models, transaction
from django.test.utils import isolate_apps

from hoanhap.ground.kernel.errors import Refusal
from hoanhap.ground.web.sealed import INDEXING, SEALING, SealedText, blind_index, seal, unseal

PLAIN = "012345678901"

with isolate_apps("hoanhap.ground.web"):

    class Note(models.Model):
        """A row with two sealed columns."""

        id = models.UUIDField(primary_key=True, default=uuid.uuid4)
        text = SealedText()
        other = SealedText()
        index = models.TextField(default="")

        class Meta:
            app_label = "web"
            db_table = "sealed_note"


@pytest.fixture
def table(db: None) -> Iterator[None]:
    """The table of notes."""
    key, sealed = ("uuid", "bytea") if connection.vendor == "postgresql" else ("char(32)", "blob")
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE sealed_note (id {key} PRIMARY KEY, text {sealed} NOT NULL, other {sealed} NOT NULL,"
            ' "index" text NOT NULL)'
        )
        yield
        cursor.execute("DROP TABLE sealed_note")


def raw() -> list[tuple[bytes, bytes]]:
    """The two columns as they stand in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, other FROM sealed_note")
        return [(bytes(text), bytes(other)) for text, other in cursor.fetchall()]


def test_what_was_sealed_opens_for_the_same_place_only() -> None:
    sealed = seal(PLAIN, bound_to="people.identifier.number:1")
    assert unseal(sealed, bound_to="people.identifier.number:1") == PLAIN
    for elsewhere in ("people.identifier.number:2", "people.identifier.place:1", ""):
        with pytest.raises(Refusal, match=r"web\.seal_broken"):
            unseal(sealed, bound_to=elsewhere)


def test_the_same_text_is_sealed_differently_every_time() -> None:
    assert seal(PLAIN, bound_to="a") != seal(PLAIN, bound_to="a")


@pytest.mark.parametrize("broken", [b"", b"\x01", b"\x01" + b"0" * 12, b"\x02" + b"0" * 40, b"\x01" + b"0" * 40])
def test_bytes_that_were_never_sealed_are_refused(broken: bytes) -> None:
    with pytest.raises(Refusal, match=r"web\.seal_broken"):
        unseal(broken, bound_to="a")


def test_another_key_does_not_open_it_and_finds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed, index = seal(PLAIN, bound_to="a"), blind_index("phone", PLAIN)
    for name in (SEALING, INDEXING):
        (tmp_path / name).write_bytes(b"k" * 32)
    monkeypatch.setattr(settings, "KEYS", tmp_path)
    with pytest.raises(Refusal, match=r"web\.seal_broken"):
        unseal(sealed, bound_to="a")
    assert blind_index("phone", PLAIN) != index


def test_without_keys_or_with_a_short_one_nothing_is_sealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "KEYS", tmp_path)
    with pytest.raises(Refusal, match=r"web\.no_key"):
        seal(PLAIN, bound_to="a")
    (tmp_path / INDEXING).write_bytes(b"short")
    with pytest.raises(Refusal, match=r"web\.no_key"):
        blind_index("phone", PLAIN)


def test_a_blind_index_is_equal_for_equal_values_of_one_kind_only() -> None:
    assert blind_index("phone", PLAIN) == blind_index("phone", PLAIN)
    assert blind_index("phone", PLAIN) != blind_index("number", PLAIN)
    assert PLAIN not in blind_index("phone", PLAIN)


def test_a_column_reads_back_what_was_written_and_keeps_it_sealed(table: None) -> None:
    Note.objects.create(text=PLAIN)
    Note.objects.bulk_create([Note(text=f"{PLAIN}-{number}", other="Nguyễn Văn Mẫu") for number in range(3)])
    assert sorted(note.text for note in Note.objects.all()) == [PLAIN, *(f"{PLAIN}-{number}" for number in range(3))]
    assert {note.other for note in Note.objects.all()} == {"", "Nguyễn Văn Mẫu"}
    assert Note.objects.only("index").first().text.startswith(PLAIN)  # type: ignore[union-attr]
    assert not any(PLAIN.encode() in value or "Mẫu".encode() in value for row in raw() for value in row)
    assert b"" in [other for _text, other in raw()]


def test_the_database_file_does_not_hold_it(table: None) -> None:
    Note.objects.create(text=PLAIN, index=blind_index("number", PLAIN))
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        assert PLAIN.encode() not in connection.connection.serialize()
    else:
        assert PLAIN.encode() not in raw()[0][0]


def test_a_value_moved_to_another_row_or_column_does_not_open(table: None) -> None:
    first, second = Note.objects.create(text="một"), Note.objects.create(text="hai")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sealed_note SET text = (SELECT text FROM sealed_note WHERE id = %s)", [_key(first)])
        cursor.execute("UPDATE sealed_note SET other = text")
    assert Note.objects.get(pk=first.pk).text == "một"
    for pk, column in ((second.pk, "text"), (first.pk, "other")):
        with pytest.raises(Refusal, match=r"web\.seal_broken"):
            getattr(Note.objects.get(pk=pk), column)


def test_equals_are_found_by_their_blind_index(table: None) -> None:
    note = Note.objects.create(text=PLAIN, index=blind_index("number", PLAIN))
    assert Note.objects.get(index=blind_index("number", PLAIN)) == note
    assert not Note.objects.filter(index=blind_index("number", "000000000000")).exists()


def test_plain_text_never_reaches_a_statement_nor_a_message(table: None) -> None:
    note = Note.objects.create(text=PLAIN)
    for ask in (
        lambda: Note.objects.filter(text=PLAIN).count(),
        lambda: Note.objects.update(text=PLAIN),
        lambda: Note.objects.bulk_update([note], ["text"]),
    ):
        with pytest.raises(TypeError) as refused, transaction.atomic():
            ask()
        assert PLAIN not in str(refused.value)
    assert PLAIN not in repr(note) + str(note)


def _key(note: Note) -> str:
    return str(note.pk) if connection.vendor == "postgresql" else note.pk.hex
