"""What the schema promises, the database keeps, on the engine in use."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from hoanhap.casework.episodes import models as measures
from hoanhap.casework.episodes.actions.opening import NewEpisode, open_episodes
from hoanhap.casework.episodes.choices import (
    DeterminationResult,
    EventKind,
    FindingSource,
    InterruptionKind,
    Measure,
    PaperKind,
    TransferAct,
    TransferKind,
)
from hoanhap.casework.episodes.models import (
    Determination,
    EpisodePaper,
    HelperAssignment,
    Interruption,
    RemovalEvidence,
    ReviewResult,
    Transfer,
    TransferStep,
    UseFinding,
)
from hoanhap.casework.people.actions.merges import merge_people
from hoanhap.casework.people.actions.ties import open_tie
from hoanhap.casework.people.choices import TieKind
from hoanhap.casework.programmes import models as helping
from hoanhap.casework.programmes.actions.deployments import NewDeployment, start_deployment
from hoanhap.casework.programmes.choices import ModelKind, TeamKind, TeamRole
from hoanhap.casework.programmes.models import Appointment, ChangeWish, HelperChoice, Team, TeamMeeting
from hoanhap.ground.documents.actions import prepare_document, sign_document
from hoanhap.ground.documents.actions.templates import add_signatory
from hoanhap.ground.documents.models import Document, Edition
from hoanhap.ground.exchange.actions import export_rows
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import SYSTEM, Role
from hoanhap.ground.web.constraints import AppendOnly, NoOverlap, Refuses, declared_promises, missing_promises
from hoanhap.ground.web.sheets import Sheet, SheetColumn
from tests.cast import Cast
from tests.people.builders import register
from tests.screening import rows as screening

pytestmark = pytest.mark.django_db
SQLITE = connection.vendor == "sqlite"


def missing_constraints(found: list[type[models.Model]]) -> list[str]:
    """Constraints that a model declares and its table has not."""
    missing = []
    with connection.cursor() as cursor:
        for model in found:
            table = model._meta.db_table
            have = set(connection.introspection.get_constraints(cursor, table))
            missing += [f"{table}: {one.name}" for one in model._meta.constraints if one.name not in have]
    return missing


def survives(statement: str) -> str:
    """What the database says to a statement; empty text if it simply does it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        return str(error)
    return ""


def columns(table: str) -> list[str]:
    """The columns of a table; the primary key first."""
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    names = [field.column for field in model._meta.local_concrete_fields]
    assert model._meta.pk is not None
    return sorted(names, key=lambda name: name != model._meta.pk.column)


def changes_of(table: str) -> list[str]:
    """Every way of changing or removing a row of a table that has one."""
    key, *others = columns(table)
    names = ", ".join(f'"{name}"' for name in (key, *others))
    copied = f'INSERT INTO "{table}" ({names}) SELECT {names} FROM "{table}" WHERE true LIMIT 1'
    found = [
        f'UPDATE "{table}" SET "{others[0]}" = "{others[0]}"',
        f'DELETE FROM "{table}"',
        f'{copied} ON CONFLICT ("{key}") DO UPDATE SET "{others[0]}" = excluded."{others[0]}"',
    ]
    found.append(copied.replace("INSERT", "INSERT OR REPLACE", 1) if SQLITE else f'TRUNCATE "{table}" CASCADE')
    return found


def overlapping(promise: NoOverlap) -> str:
    """A statement that gives one row the keys and the days of another."""
    key = columns(promise.table)[0]
    where = f"WHERE {promise.condition}" if promise.condition else ""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{key}" FROM "{promise.table}" {where} ORDER BY 1 LIMIT 2')
        first, second = (str(row[0]) for row in cursor.fetchall())
    taken = ", ".join(
        f'"{name}" = (SELECT "{name}" FROM "{promise.table}" WHERE "{key}" = \'{first}\')'
        for name in (*promise.keys, promise.start, promise.end)
    )
    return f'UPDATE "{promise.table}" SET {taken} WHERE "{key}" = \'{second}\''


def people_rows(cast: Cast, day: date) -> None:
    """Two people who were merged, and whoever works with them."""
    kept, merged = (
        register(SYSTEM, cast.here, day, number="", phone="", name=name) for name in ("Lê Văn Mẫu", "Lê Văn Thử")
    )
    for person in (kept, merged):
        open_tie(by=SYSTEM, person=person, kind=TieKind.HELPER, post="p", from_on=day)
    merge_people(by=SYSTEM, kept=kept, merged=merged, reason="thử")


def measure_rows(cast: Cast, day: date) -> None:
    """Two measures, and a row of everything that can be known of one."""
    people = [register(SYSTEM, cast.here, day, number="", phone="", name=f"Trần Văn {name}") for name in ("Ba", "Tư")]
    known = {"measure": Measure.POST_REHAB, "origin_measure": Measure.COMPULSORY, "kind": EventKind.COMPLETED}
    new = [NewEpisode(person=person, place=cast.here, on=day, **known) for person in people]
    episode, _other = open_episodes(by=SYSTEM, new=new)
    at = clock.now()
    fact = {"episode": episode, "recorded_at": at}
    Interruption.objects.create(kind=InterruptionKind.ABSENCE, from_on=day, note="", **fact)
    UseFinding.objects.create(found_on=day, source=FindingSource.STRIP, substance="", **fact)
    Determination.objects.create(
        asked_on=day,
        result=DeterminationResult.ADDICTED,
        result_on=day,
        substances="",
        facility="x",
        paper_no="1",
        **fact,
    )
    measures.DrugTest.objects.create(tested_on=day, positive=False, paper_no="1", place=cast.here, **fact)
    ReviewResult.objects.create(reviewed_on=day, paper_no="1", place=cast.here, **fact)
    RemovalEvidence.objects.create(ends_on=day, counts={}, two_clean_years=True, **fact)
    transfer = Transfer.objects.create(
        kind=TransferKind.COMMUNE, from_place=cast.here, to_place=cast.next_door, left_on=day, state=TransferAct.SENT,
        police_must_acknowledge=False, **fact,
    )  # fmt: skip
    TransferStep.objects.create(transfer=transfer, act=TransferAct.SENT, on=day, by="x", reason="", recorded_at=at)
    edition = Edition.objects.create(
        form="THU", number=1, valid_from=day, source="thử", own_layout=True, recorded_at=at
    )
    document = Document.objects.create(
        reference="VB-0000-0000", edition=edition, form="THU", body="committee", place=cast.here, content="{}",
        prepared_by="x", prepared_on=day, recorded_at=at,
    )  # fmt: skip
    EpisodePaper.objects.create(document=document, kind=PaperKind.NOTICE, **fact)
    team_rows(cast, day, episode)


def team_rows(cast: Cast, day: date, episode: measures.Episode) -> None:
    """Two teams with a leader and one without, so that no promise is broken in the shade of another; a choice, a wish,
    a briefing."""
    at, decided = clock.now(), {"decision_no": "1/QĐ-UBND", "decision_on": day, "from_on": day}
    led, led_too, leaderless = (
        Team.objects.create(place=place, kind=kind, name="Đội", recorded_at=at, **decided)
        for place, kind in (
            (cast.here, TeamKind.VOLUNTEER_TEAM),
            (cast.next_door, TeamKind.VOLUNTEER_TEAM),
            (cast.here, TeamKind.SUPPORT_TEAM),
        )
    )
    seats = [
        Appointment.objects.create(
            team=team, role=role, post=post, name="Lê Văn Mẫu", organisation="" if post else f"Hội {role}",
            recorded_at=at, **decided,
        )
        for team, role, post in (
            (led, TeamRole.LEADER, cast.officer.post),
            (led_too, TeamRole.LEADER, None),
            (leaderless, TeamRole.MEMBER, cast.neighbour.post),
            (leaderless, TeamRole.MEMBER, None),
        )
    ]  # fmt: skip
    helper = HelperAssignment.objects.create(episode=episode, agency="Hội", from_on=day, recorded_at=at)
    HelperChoice.objects.create(
        episode=episode, appointment=seats[0], helper=helper, asked=[], load=0, beyond=False, beyond_reason="",
        chosen_on=day, by="p", recorded_at=at,
    )  # fmt: skip
    ChangeWish.objects.create(helper=helper, asked_on=day, reason="", reasoned=False, recorded_at=at)
    TeamMeeting.objects.create(team=seats[0].team, met_on=day, matters="x", decisions="", by="p", recorded_at=at)


def help_rows(cast: Cast, day: date) -> None:
    """A row of everything that is recorded of help and reviews."""
    result = ReviewResult.objects.get()
    fact = {"episode": result.episode, "recorded_at": clock.now()}
    by = {"recorded_by": "x"}
    helping.Assessment.objects.create(assessed_on=day, health_appointment=False, **fact, **by)
    helping.Visit.objects.create(state="planned", day=day, **fact, **by)
    helping.CounsellingNote.objects.create(noted_on=day, author="x", author_post="y", **fact)
    helping.RollCallAnswer.objects.create(place=cast.here, month=day, held_on=day, presence="present", **fact)
    helping.SelfEvaluation.objects.create(quarter=day, talked_on=day, **fact, **by)
    meeting = helping.ReviewMeeting.objects.create(
        place=cast.here, quarter=day, held_on=day, paper_no="1", chaired_by="x", recorded_at=clock.now()
    )
    helping.ReviewDetail.objects.create(
        meeting=meeting, result=result, called=0, answered=0, tests=0, open_needs=0, work="steady", family="none",
        health_appointment=False, recorded_at=clock.now(),
    )  # fmt: skip


def papers(cast: Cast, day: date) -> None:
    """A signed paper, and a post whose form of signature changed."""
    chair = cast.member("chu-tich", Role.COMMUNE_CHAIR, cast.here)
    assert chair.post
    for capacity, from_on in (("KT. CHỦ TỊCH", day), ("CHỦ TỊCH", day + timedelta(days=1))):
        add_signatory(by=SYSTEM, post=chair.post, capacity=capacity, from_on=from_on)
    content = {"team_name": "Tổ", "team_members": [{"member_name": "Lê Văn Mẫu"}], "team_duties": ["thử"]}
    document = prepare_document(
        by=cast.officer.actor, form="B-V-55", body="committee", place=cast.here, content=content, on=clock.today()
    )
    sign_document(by=chair.actor, document=document, on=clock.today(), series="QĐ-UBND")


@pytest.fixture
def rows(cast: Cast) -> None:
    """At least one row in every append-only table, two in every table whose days may not overlap."""
    assert cast.officer.post
    assert cast.neighbour.post
    day = cast.here.valid_from
    for kind in (ModelKind.B93_CLUB, ModelKind.COUNSELLING_POINT):
        new = NewDeployment(place=cast.here, kind=kind, decision_no="01/QĐ-UBND", decision_on=day, from_on=day)
        start_deployment(by=SYSTEM, new=new)
    sheet = Sheet(what="places.units", title="Đơn vị", columns=[SheetColumn(title="Tên")], rows=[["Thường Tín"]])
    export_rows(by=SYSTEM, sheet=sheet, purpose="thử", file_name="don-vi")
    people_rows(cast, day)
    measure_rows(cast, day)
    papers(cast, day)
    help_rows(cast, day)
    screening.everything(cast)
    connection.check_constraints()  # foreign keys are looked at now: PostgreSQL truncates nothing while they wait


def test_every_promise_stands_in_the_database() -> None:
    assert missing_promises(connection) == set()
    assert missing_constraints([model for model in apps.get_models() if model._meta.managed]) == []


def test_a_lost_promise_is_noticed() -> None:
    promise = next(declared_promises())
    with connection.cursor() as cursor:
        for statement in promise.lifting(connection.vendor):
            cursor.execute(statement)
    assert missing_promises(connection) == set(promise.names(connection.vendor))


def test_a_lost_constraint_is_noticed() -> None:
    class Planted(models.Model):
        class Meta:
            app_label = "places"
            db_table = "places_place"
            constraints = [models.CheckConstraint(condition=models.Q(pk__gt=0), name="planted")]

    del apps.all_models["places"]["planted"]
    apps.clear_cache()
    assert missing_constraints([Planted]) == ["places_place: planted"]


def test_append_only_tables_refuse_every_change(rows: None) -> None:
    kept = [promise for promise in declared_promises() if isinstance(promise, AppendOnly)]
    assert kept
    for promise in kept:
        # SQLite leaves open which trigger of a table speaks first when a row is inserted once more
        first = [one.name for one in declared_promises() if isinstance(one, Refuses) and one.table == promise.table]
        for statement in changes_of(promise.table):
            said = survives(statement)
            again = statement.startswith("INSERT") and any(name in said for name in first)
            assert promise.name in said or again, statement


def test_days_of_current_rows_do_not_overlap(rows: None) -> None:
    kept = [promise for promise in declared_promises() if isinstance(promise, NoOverlap)]
    assert kept
    for promise in kept:
        assert promise.name in survives(overlapping(promise)), promise.name


def test_a_change_that_a_table_allows_is_noticed(rows: None) -> None:
    assert survives('UPDATE "places_place" SET "note" = "note"') == ""
