"""The person's page in its parts, and the list of a unit's people."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoanhap.casework.episodes import overview
from hoanhap.doors.desk import file, papers, timeline
from hoanhap.doors.desk.addresses import INTAKE, SEARCH, served
from hoanhap.doors.desk.filters import PeopleFilter
from hoanhap.doors.desk.selectors import note_list, people_listed
from hoanhap.doors.desk.tables import PeopleTable
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import Permission
from hoanhap.ground.web.http import ActorRequest, file_response
from hoanhap.ground.web.lists import show_list

EXPORTED = 200
"""Rows in one file of a commune (access and privacy §3.5)."""


@require_safe
def people(request: ActorRequest) -> HttpResponse:
    """The people of the unit, the most pressing first."""
    return show_list(
        request,
        queryset=people_listed(by=request.actor, on=clock.today()),
        filter_class=PeopleFilter,
        table_class=PeopleTable,
        template="desk/people.html",
        context={"search_url": served(request.actor, SEARCH), "intake_url": served(request.actor, INTAKE)},
        file_name="nguoi-dang-quan-ly",
        export=Permission.PEOPLE_EXPORT,
        most=EXPORTED,
        title=_("People in the unit's care"),
        purpose="P1",
        noted=lambda filters, rows: note_list(by=request.actor, filters=filters, people=rows),
    )


@require_safe
def person(request: ActorRequest, ref: str) -> HttpResponse:
    """Summary: what is due, what changed, who is responsible, which law applies."""
    head = file.head_of(by=request.actor, ref=ref, on=clock.today())
    summary = file.summary_of(by=request.actor, head=head, now=clock.now(), on=clock.today())
    return render(request, "desk/person.html", {"head": head, "summary": summary})


@require_safe
def person_timeline(request: ActorRequest, ref: str) -> HttpResponse:
    """Everything that happened, in one column."""
    head = file.whole_head_of(by=request.actor, ref=ref, on=clock.today(), tab="timeline")
    found = timeline.timeline_of(
        by=request.actor,
        ref=head.ref,
        episodes=head.episodes,
        course=overview.course_of(by=request.actor, of=head.episodes),
        charges=head.charges,
        show=request.GET.get("show", ""),
        on=clock.today(),
    )
    return render(request, "desk/person_timeline.html", {"head": head, "timeline": found})


@require_safe
def person_measures(request: ActorRequest, ref: str) -> HttpResponse:
    """Every measure of the law that was applied to the person."""
    head = file.whole_head_of(by=request.actor, ref=ref, on=clock.today(), tab="measures")
    return render(request, "desk/person_measures.html", {"head": head, "measures": file.measures_of(head)})


@require_safe
def person_papers(request: ActorRequest, ref: str) -> HttpResponse:
    """The official papers with their states and files."""
    head = file.whole_head_of(by=request.actor, ref=ref, on=clock.today(), tab="papers")
    rows = papers.papers_of(by=request.actor, episodes=head.episodes)
    return render(request, "desk/person_papers.html", {"head": head, "papers": rows, "formats": papers.FORMATS})


@require_safe
def paper_file(request: ActorRequest, ref: str, key: UUID, form: str) -> HttpResponse:
    """One paper as a file; the log says that it was taken."""
    made = papers.paper_file(by=request.actor, ref=ref, key=key, form=form, on=clock.today())
    return file_response(made.content, media_type=made.media_type, name=made.name)
