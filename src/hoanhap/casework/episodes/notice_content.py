"""What notices state of a measure beside who the person is: from the file, as the papers say it."""

from datetime import date

from hoanhap.casework.episodes import papers, state
from hoanhap.casework.episodes.models import Episode, HelperAssignment
from hoanhap.casework.episodes.rules import clock_on
from hoanhap.casework.people.models import open_on
from hoanhap.ground.places.models import Place


def transfer_content(episode: Episode, to_place: Place, *, on: date, moved_on: date | None) -> dict[str, object]:
    """What a transfer notice states (A-II-53, B-V-54): the decision, what was served, what is left, the new place."""
    stated = papers.identity_content(episode, on=on) | papers.decision_content(episode)
    stated |= {
        "new_residence": papers.unit_words(to_place),
        "receiving_body": f"Công an {to_place.short_label} {to_place.name}",
        "moved_on": moved_on,
    }
    if not episode.printed_to:
        stated |= {"from_on": episode.started_on, "to_on": episode.ends_on}
    if episode.started_on is not None:
        breaks = state.facts_of([episode.pk])[episode.pk].breaks
        clock = clock_on(started_on=episode.started_on, ends_on=episode.ends_on, breaks=breaks, on=on)
        stated |= {
            "completed_on": episode.started_on,
            "served_words": f"{clock.counted} ngày",
            "uncounted_words": f"{clock.uncounted} ngày" if clock.uncounted else "",
            "remaining_words": "" if clock.remaining is None else f"{clock.remaining} ngày",
            "computed_to_on": episode.ends_on,
        }
    helper = HelperAssignment.objects.filter(open_on(on), episode=episode).select_related("post__user").first()
    if helper is not None:
        stated["helper"] = helper.post.user.full_name if helper.post else helper.agency
    return stated


def completion_content(episode: Episode, to_place: Place, *, on: date, expected_on: date) -> dict[str, object]:
    """What a notice of approaching completion states (B-V-51)."""
    return papers.identity_content(episode, on=on) | {
        "measure": papers.MEASURE_WORDS.get(episode.measure, ""),
        "completed_on": expected_on,
        "addressee": f"Công an {to_place.short_label} {to_place.name}",
        "place_of_management": papers.unit_words(to_place),
        "issuing_body": episode.facility,
    }
