"""Two files of one person: merged without moving a row, parted again as long as nothing happened since."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.apps import apps

from hoanhap.casework.people import files, merging, selectors
from hoanhap.casework.people.actions import particulars
from hoanhap.casework.people.actions.merges import merge_people, undo_merge
from hoanhap.casework.people.models import MergeFact, Person
from hoanhap.casework.people.rows import NewContact
from hoanhap.ground.kernel.clock import now, standing_at
from hoanhap.ground.kernel.errors import NotFound, PermissionRefused, RuleViolation
from hoanhap.ground.kernel.permissions import Actor
from tests.cast import Cast
from tests.people.builders import IDENTITY, PHONE, register

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
WHY = "cùng một người"


@pytest.fixture
def twin(cast: Cast, on: date, mau: Person) -> Person:
    """A second file of Nguyễn Văn Mẫu."""
    return register(cast.officer.actor, cast.here, on, number="", phone="0912345678", name="Nguyễn Văn Mậu")


def rows_of_everybody() -> dict[str, object]:
    """Everything this room holds, but merges and what people point to."""
    found = {}
    for model in apps.get_app_config("people").get_models():
        if model is not MergeFact:
            pointing = [field.name for field in model._meta.local_fields if field.related_model is Person]
            of = [] if model is Person else pointing
            rows = model._default_manager.order_by("pk").values_list("pk", *of)
            found[model._meta.label] = list(rows)
    return found


def test_a_merged_file_is_read_as_the_kept_one(cast: Cast, mau: Person, twin: Person, on: date) -> None:
    by, before = cast.officer.actor, rows_of_everybody()
    merge_people(by=by, kept=mau, merged=twin, reason=WHY)
    assert rows_of_everybody() == before
    for asked in ({"words": "mậu"}, {"phone": PHONE}, {"phone": "0912345678"}, {"birth_year": 1990}):
        assert list(selectors.search(by=by, on=on, **asked)) == [mau]  # type: ignore[arg-type]
    opened = files.open_file(by=by, ref=twin.reference, purpose="P1", on=on)
    assert (opened.person, sorted(opened.phones)) == (mau, [PHONE, "0912345678"])


def test_undone_everything_is_as_before(cast: Cast, mau: Person, twin: Person, on: date) -> None:
    by = cast.officer.actor
    before = list(Person.objects.order_by("pk").values()), rows_of_everybody()
    merge_people(by=by, kept=mau, merged=twin, reason=WHY)
    undo_merge(by=by, merged=twin.pk, reason="hai người")
    assert (list(Person.objects.order_by("pk").values()), rows_of_everybody()) == before
    assert MergeFact.objects.count() == 2
    with pytest.raises(NotFound, match=r"people\.not_merged"):
        undo_merge(by=by, merged=twin.pk, reason="hai người")


def test_three_files_are_parted_in_any_order(cast: Cast, mau: Person, twin: Person, on: date) -> None:
    by = cast.officer.actor
    third = register(by, cast.here, on, number="", phone="", name="Nguyễn Văn Mấu")
    merge_people(by=by, kept=twin, merged=third, reason=WHY)
    merge_people(by=by, kept=mau, merged=twin, reason=WHY)
    roots = dict(Person.objects.values_list("pk", "merged_into"))
    assert roots == {mau.pk: None, twin.pk: mau.pk, third.pk: mau.pk}
    undo_merge(by=by, merged=twin.pk, reason="hai người")
    roots = dict(Person.objects.values_list("pk", "merged_into"))
    assert roots == {mau.pk: None, twin.pk: None, third.pk: twin.pk}
    undo_merge(by=by, merged=third.pk, reason="hai người")
    assert selectors.people(by=by, on=on).count() == 3


def test_files_are_not_parted_once_something_was_recorded(cast: Cast, mau: Person, twin: Person) -> None:
    by = cast.officer.actor
    merge_people(by=by, kept=mau, merged=twin, reason=WHY)
    with standing_at(now() + HOUR):
        particulars.add_contact(by=by, person=mau, new=NewContact(value="0987654321"))
        with pytest.raises(RuleViolation, match=r"people\.changed_since_merge") as refused:
            undo_merge(by=by, merged=twin.pk, reason="hai người")
    assert refused.value.facts["changed"] == ["people.Contact"]


def test_writing_to_a_merged_file_writes_to_the_kept_one(cast: Cast, mau: Person, twin: Person) -> None:
    by = cast.officer.actor
    merge_people(by=by, kept=mau, merged=twin, reason=WHY)
    corrected = replace(IDENTITY, birth_on=date(1990, 5, 5))
    person = particulars.correct_identity(by=by, person=twin, corrected=corrected, reason="theo giấy tờ")
    assert person == mau


def test_who_may_merge_and_what(cast: Cast, mau: Person, twin: Person) -> None:
    with pytest.raises(NotFound):
        merge_people(by=cast.neighbour.actor, kept=mau, merged=twin, reason=WHY)
    with pytest.raises(PermissionRefused):
        merge_people(by=cast.volunteer.actor, kept=mau, merged=twin, reason=WHY)
    with pytest.raises(RuleViolation, match=r"people\.reason_missing"):
        merge_people(by=cast.officer.actor, kept=mau, merged=twin, reason=" ")
    with pytest.raises(RuleViolation, match=r"people\.same_file"):
        merge_people(by=cast.officer.actor, kept=mau, merged=mau, reason=WHY)


def test_a_room_above_may_refuse(cast: Cast, mau: Person, twin: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def both_open(kept: Person, merged: Person, by: Actor) -> None:
        raise RuleViolation("people.same_file")

    monkeypatch.setitem(merging._PARTS, "planted", merging.MergePart(check=both_open))
    with pytest.raises(RuleViolation):
        merge_people(by=cast.officer.actor, kept=mau, merged=twin, reason=WHY)
    assert not MergeFact.objects.exists()
