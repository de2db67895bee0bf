"""The only writers of official papers. Owners call these inside their own audited actions.

Everything that happens to the papers of a unit waits for the audit chain of the unit: one order of locks for all, and
numbers without a gap. So an owner calls these before it records its own event.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import connection

from hoanhap.ground.access.models import Post
from hoanhap.ground.audit.actions import audited, lock_number, record
from hoanhap.ground.documents import rules
from hoanhap.ground.documents.choices import Body, Step
from hoanhap.ground.documents.fields import checked_content
from hoanhap.ground.documents.models import Document, DocumentStep, Signatory
from hoanhap.ground.documents.selectors import edition_for
from hoanhap.ground.documents.source import read
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import Actor, Permission, Role
from hoanhap.ground.kernel.text import tidy
from hoanhap.ground.places.models import Place


@audited
def prepare_document(
    *,
    by: Actor,
    form: str,
    body: str,
    place: Place,
    content: Mapping[str, object],
    on: date,
    corrects: Document | None = None,
    reason: str = "",
    permission: Permission = Permission.DOCUMENTS_PREPARE,
) -> Document:
    """Prepare a paper for signature, on the edition of its template in force on ``on``.

    ``permission``: which right at the unit lets the acting post prepare this paper, where its owner says another.

    ``content`` by field name (docs/reference/papers.md); fields that the form does not declare are left out. With
    ``corrects``, a signed paper whose place this one takes once it is signed, and why. Raises RuleViolation
    (``documents.field_missing`` names the field by its label), NotFound, PermissionRefused.
    """
    by.require(permission, at=place.pk)
    edition = edition_for(form, on)
    template = read(edition.source)
    if body not in template.bodies:
        raise RuleViolation("documents.not_of_this_body", form=form, body=body)
    reason = tidy(reason)
    if corrects is not None:
        rules.check_reason(reason)
        if Step.SIGNED not in _done(corrects):
            raise RuleViolation("documents.nothing_to_correct")
    elif reason:
        raise RuleViolation("documents.nothing_to_correct", field="reason")
    required = [*template.required, *(["issuing_body"] if body == Body.FACILITY else [])]
    stated = checked_content(content, required=required, optional=template.optional)
    document = Document.objects.create(
        reference=_new_reference(),
        edition=edition,
        form=form,
        body=body,
        place=place,
        content=json.dumps(stated, ensure_ascii=False),
        prepared_by=by.user,
        prepared_on=on,
        corrects=corrects,
        reason=reason,
        recorded_at=clock.now(),
    )
    facts = {"form": form, "reference": document.reference, "edition": edition.number}
    if corrects is not None:
        facts |= {"corrects": corrects.reference, "reason": reason}
    record("documents.prepared", _subject(document), by=by, chain=place.chain, facts=facts)
    return document


@audited
def sign_document(*, by: Actor, document: Document, on: date, series: str) -> DocumentStep:
    """Record the signature of the acting post, and give the paper the next number of its register.

    Raises RuleViolation: ``documents.own_proposal`` for one's own paper; what has been signed, returned or revoked;
    another body's paper; a post that was not held on that day; a unit that no longer stands.
    """
    _hold(document.place)
    by.require(Permission.DOCUMENTS_SIGN, at=document.place_id)
    done = _done(document)
    rules.check_step(Step.SIGNED, done)
    rules.check_signer(body=document.body, role=by.role, prepared_by=document.prepared_by, by=by.user)
    rules.check_days(on=on, not_before=document.prepared_on, today=clock.today())
    rules.check_series(series)
    if document.place.valid_to is not None and document.place.valid_to < on:
        raise RuleViolation("documents.unit_gone", day=document.place.valid_to)
    name, capacity = _signatory(by, on)
    place = document.place
    register = rules.register_of(body=document.body, code=place.code, valid_from=place.valid_from)
    numbers = DocumentStep.objects.filter(register=register, series=series, year=on.year).order_by("-number")
    number = rules.next_number(numbers.values_list("number", flat=True).first())
    step = DocumentStep.objects.create(
        document=document,
        act=Step.SIGNED,
        on=on,
        by=by.user,
        recorded_at=clock.now(),
        prepared_by=document.prepared_by,
        register=register,
        series=series,
        year=on.year,
        number=number,
        signatory=name,
        capacity=capacity,
    )
    facts = {"form": document.form, "reference": document.reference, "number": rules.number_words(number, series)}
    record("documents.signed", _subject(document), by=by, chain=place.chain, facts=facts | {"on": on})
    return step


@audited
def return_document(*, by: Actor, document: Document, on: date, reason: str) -> DocumentStep:
    """Give a paper back unsigned, and why. It is then prepared anew. Raises RuleViolation, PermissionRefused."""
    return _take_step(by, document, Step.RETURNED, on, reason, Permission.DOCUMENTS_SIGN)


@audited
def serve_document(*, by: Actor, document: Document, on: date) -> DocumentStep:
    """Record that a signed paper was handed to whom it concerns. Raises RuleViolation, PermissionRefused."""
    return _take_step(by, document, Step.SERVED, on, "", Permission.DOCUMENTS_PREPARE)


@audited
def revoke_document(*, by: Actor, document: Document, on: date, reason: str) -> DocumentStep:
    """Revoke a signed paper, and why. Its number stays used. Raises RuleViolation, PermissionRefused."""
    return _take_step(by, document, Step.REVOKED, on, reason, Permission.DOCUMENTS_SIGN)


def _take_step(by: Actor, document: Document, act: Step, on: date, reason: str, permission: Permission) -> DocumentStep:
    _hold(document.place)
    by.require(permission, at=document.place_id)
    done = _done(document)
    rules.check_step(act, done)
    reason = tidy(reason)
    if act is not Step.SERVED:
        rules.check_reason(reason)
    before = done.get(Step.SIGNED, document.prepared_on)
    rules.check_days(on=on, not_before=before, today=clock.today())
    step = DocumentStep.objects.create(
        document=document, act=act, on=on, by=by.user, reason=reason, recorded_at=clock.now()
    )
    facts = {"form": document.form, "reference": document.reference, "act": act.value, "on": on}
    record("documents.step_taken", _subject(document), by=by, chain=document.place.chain, facts=facts)
    return step


def _done(document: Document) -> dict[str, date]:
    """What has happened to a paper, and when."""
    return dict(DocumentStep.objects.filter(document=document).values_list("act", "on"))


def _hold(place: Place) -> None:
    """Wait for whoever writes papers of the unit now. On SQLite the transaction itself is the lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_number(place.chain)])


def _signatory(by: Actor, on: date) -> tuple[str, str]:
    """Name and form of signature of the acting post on a day."""
    try:
        held = Post.objects.open_on(on).filter(pk=UUID(by.post), user__pk=UUID(by.user))
    except ValueError:  # the system itself: it signs nothing
        held = Post.objects.none()
    post = held.select_related("user").first()
    if post is None:
        raise RuleViolation("documents.no_post_that_day", field="on", day=on)
    told = Signatory.objects.filter(post=post).open_on(on).first()
    return post.user.full_name, told.capacity if told else rules.CAPACITIES[Role(post.role)]


def _new_reference() -> str:
    while True:
        drawn = rules.reference([secrets.choice(rules.ALPHABET) for _ in range(8)])
        if not Document.objects.filter(reference=drawn).exists():
            return drawn


def _subject(document: Document) -> str:
    return f"documents.document:{document.pk}"
