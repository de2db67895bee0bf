"""Every check of the checker finds the impossible file that was planted for it; and counts as the law does."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.models import Count

from hoanhap.casework.episodes.models import Charge, Duty, Episode, EpisodeEvent, Interruption, Transfer
from hoanhap.casework.people.models import Person, Residence
from hoanhap.demo import checker, checker_law
from hoanhap.demo.actions import make_cast, make_population
from hoanhap.ground.access.models import Post
from hoanhap.ground.documents.models import Document, DocumentStep, Edition
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import SYSTEM
from hoanhap.ground.places.models import Place

TODAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 5, tzinfo=UTC)


def management() -> Episode:
    return Episode.objects.filter(measure="post_rehab", stage="managed").order_by("pk").first()


def event(kind: str, on: date) -> None:
    EpisodeEvent.objects.create(
        episode=management(), kind=kind, happened_on=on, place_id=management().place_id, recorded_at=NOON
    )


def certified_before_it_was_reviewed() -> None:
    event("certified", TODAY)


def recorded_before_it_happened() -> None:
    event("helper_ended", TODAY + timedelta(days=3))


def end_moved() -> None:
    one = Episode.objects.filter(measure="post_rehab", ends_on__isnull=False).first()
    Episode.objects.filter(pk=one.pk).update(ends_on=one.ends_on + timedelta(days=1))


def gap_in_charge() -> None:
    one = Charge.objects.filter(episode=management()).first()
    Charge.objects.filter(pk=one.pk).update(from_on=one.from_on + timedelta(days=1))


def child_after_compulsory() -> None:
    one = Episode.objects.filter(measure="post_rehab", origin_measure="compulsory", started_on__isnull=False).first()
    Person.objects.filter(pk=one.person_id).update(birth_on=date(2015, 5, 5), birth_year=2015)


def jailed_under_the_old_law() -> None:
    one = Episode.objects.filter(measure="post_rehab", started_on__lt=date(2026, 5, 1)).first()
    Interruption.objects.create(
        episode=one, kind="prison", from_on=date(2026, 5, 2), to_on=date(2026, 5, 9), recorded_at=NOON
    )


def two_managements() -> None:
    first, second = Episode.objects.filter(measure="post_rehab").exclude(stage="ended")[:2]
    Person.objects.filter(pk=first.person_id).update(merged_into=second.person_id)


def home_before_the_unit() -> None:
    alone = Residence.objects.values("person").annotate(number=Count("pk")).filter(number=1).values("person")
    one = Residence.objects.filter(person__in=alone).first()
    Residence.objects.filter(pk=one.pk).update(from_on=date(1999, 1, 1))


def due_a_day_later() -> None:
    one = Duty.objects.filter(due_at__isnull=True).first()
    Duty.objects.filter(pk=one.pk).update(due_on=one.due_on + timedelta(days=1))


def signed_after_the_post_had_ended() -> None:
    """(The database itself refuses a paper signed by who prepared it.)"""
    user = str(Post.objects.get(user__sign_in="quan-ba-dinh").user_id)
    paper = Document.objects.create(
        reference="VB-TEST-TEST", edition=Edition.objects.first(), form="B-V-53", body="committee",
        place=Place.objects.get(code="00004", valid_from=date(2025, 7, 1)), content="{}", prepared_by="somebody else",
        prepared_on=TODAY, recorded_at=NOON,
    )  # fmt: skip
    DocumentStep.objects.create(
        document=paper, act="signed", on=TODAY, by=user, recorded_at=NOON, prepared_by="somebody else",
        register="committee 00004@2025-07-01", series="QĐ-UBND", year=2026, number=1, signatory="Mẫu",
        capacity="CHỦ TỊCH",
    )  # fmt: skip


def helper_whose_post_ended() -> None:
    Post.objects.filter(user__sign_in="tinh-nguyen").update(to_on=date(2025, 8, 1))


def relapse_by_a_strip_alone() -> None:
    Episode.objects.filter(measure="post_rehab", outcome="dead").update(outcome="addicted")


def accepted_but_not_taken_over() -> None:
    Transfer.objects.filter(state="sent").update(state="accepted")


def log_written_anew() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT chain, MAX(seq) FROM audit_entry GROUP BY chain ORDER BY chain LIMIT 1")
        chain, seq = cursor.fetchone()
        cursor.execute(
            'INSERT INTO audit_entry (previous, chain, seq, kind, name, subject, "user", post, role, purpose, facts,'
            " recorded_at, digest) VALUES (%s, %s, %s, 'event', 'x.y', 'x', 'x', '', '', '', '{}', %s, %s)",
            ["0" * 64, chain, seq + 1, connection.ops.adapt_datetimefield_value(NOON), "f" * 64],
        )


PLANTED: dict[str, Callable[[], None]] = {
    "order_of_events": certified_before_it_was_reviewed,
    "recorded_after": recorded_before_it_happened,
    "end_of_term": end_moved,
    "who_answers": gap_in_charge,
    "age": child_after_compulsory,
    "prison": jailed_under_the_old_law,
    "one_management": two_managements,
    "residence": home_before_the_unit,
    "duty": due_a_day_later,
    "paper": signed_after_the_post_had_ended,
    "helper": helper_whose_post_ended,
    "relapse": relapse_by_a_strip_alone,
    "handover": accepted_but_not_taken_over,
    "log": log_written_anew,
}


def test_something_is_planted_for_every_check() -> None:
    assert set(PLANTED) == {*checker.EPISODE_CHECKS, *checker.WHOLE_CHECKS}


@pytest.mark.django_db
def test_what_is_planted_is_found_by_its_check() -> None:
    with clock.standing_at(NOON):
        make_cast(by=SYSTEM)
        make_population(people=130, seed=3, today=TODAY, fast=True)
    assert checker.check().as_json()["first"] == []
    missed = []
    for name, plant in PLANTED.items():
        with transaction.atomic():
            plant()
            if not checker.of_check(checker.check(), name):
                missed.append(name)
            transaction.set_rollback(True)
    assert missed == []
    assert checker.check().ok


@pytest.mark.parametrize(
    ("measure", "completed", "away", "ends"),
    [
        ("compulsory", date(2025, 5, 10), [], date(2027, 5, 10)),
        ("voluntary_home", date(2025, 5, 10), [], date(2026, 5, 10)),
        ("voluntary_home", date(2024, 2, 29), [], date(2025, 2, 28)),
        ("compulsory", date(2025, 5, 10), [("absence", date(2026, 2, 1), date(2026, 2, 10), False)], date(2027, 5, 20)),
        ("compulsory", date(2025, 5, 10), [("absence", date(2026, 2, 1), date(2026, 2, 10), True)], date(2027, 5, 10)),
        ("compulsory", date(2025, 5, 10), [("absence", date(2026, 2, 1), None, False)], None),
        ("compulsory", date(2025, 5, 10), [("prison", date(2026, 2, 1), None, False)], date(2026, 2, 1)),
        ("compulsory", date(2025, 5, 10), [("prison", date(2026, 7, 1), date(2026, 7, 31), False)], date(2027, 6, 10)),
    ],
)
def test_the_last_day_counted_day_by_day(measure, completed, away, ends) -> None:
    assert checker_law.last_day(measure, completed, away) == ends


@pytest.mark.parametrize(
    ("kinds", "outcome", "fault"),
    [
        (["completed", "reported", "proposed", "decided", "served"], "", ""),
        (["notice_received", "proposed", "decided", "completed", "served"], "", ""),
        (["completed", "decided"], "", "decided too early"),
        (["completed", "removed"], "completed", "taken off the list as completed without a certificate"),
        (["completed", "removed", "served"], "dead", "served after the end"),
        (["completed", "removed"], "", "an end without an outcome"),
        (["reported"], "", "begins with reported"),
    ],
)
def test_the_order_that_the_law_allows(kinds, outcome, fault) -> None:
    assert checker_law.order_fault("post_rehab", kinds, outcome) == fault


def test_days_that_offices_do_not_work_are_not_counted() -> None:
    limit = checker_law.Limit("after", 2, "working_days", date(2022, 1, 1), None)

    assert checker_law.due_of(limit, date(2026, 11, 13), None) == date(2026, 11, 17)  # over a weekend
    assert checker_law.due_of(limit, date(2025, 4, 29), None) == date(2025, 5, 6)  # over 30/4, 1/5 and a swapped day
