"""Two files of one person: their measures stay where they are, and only one may be open."""

from datetime import datetime

from hoanhap.casework.episodes.choices import Measure
from hoanhap.casework.episodes.models import (
    Determination,
    DrugTest,
    Episode,
    EpisodeEvent,
    EpisodePaper,
    HelperAssignment,
    Interruption,
    ReviewResult,
    Transfer,
    TransferStep,
    UseFinding,
)
from hoanhap.casework.people.models import Person
from hoanhap.casework.people.selectors import whole
from hoanhap.ground.kernel.errors import RuleViolation
from hoanhap.ground.kernel.permissions import Actor

FACTS = (EpisodeEvent, Interruption, UseFinding, Determination, DrugTest, ReviewResult)


def check_one_open(kept: Person, merged: Person, by: Actor) -> None:
    """Refused while both have the same measure open, until one is closed as recorded twice."""
    own = Episode.objects.filter(person__in=whole(kept)).open().values_list("measure", flat=True)
    other = Episode.objects.filter(person__in=whole(merged)).open().values_list("measure", flat=True)
    twice = set(own) & set(other)
    if twice:
        raise RuleViolation("episodes.both_open", measures=[Measure(measure).label for measure in sorted(twice)])


def episodes_changed(kept: Person, merged: Person, since: datetime) -> list[str]:
    """The models of this room in which something was recorded of either person after a moment."""
    episodes = Episode.objects.filter(person__in=[*whole(kept), merged.pk])
    found = []
    if episodes.filter(recorded_at__gt=since).exists():
        found.append(Episode._meta.label)
    for model in (*FACTS, EpisodePaper, HelperAssignment, Transfer):
        if model._default_manager.filter(episode__in=episodes, recorded_at__gt=since).exists():
            found.append(model._meta.label)
    if TransferStep.objects.filter(transfer__episode__in=episodes, recorded_at__gt=since).exists():
        found.append(TransferStep._meta.label)
    return found
