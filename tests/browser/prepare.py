"""People who do not exist, in two wards of the demo, and what lies between the two: for the screens of people."""

from datetime import timedelta
from pathlib import Path

import django

MANAGED = "001185012346"
"""The identity number of whom the lists of Ba Đình hold, and who is home."""
TOLD = {
    "occupation": "lao động tự do", "term_words": "12 tháng", "helper": "Thái Thị Ví Dụ",
    "place_of_management": "phường Ba Đình", "executing_body": "Công an phường Ba Đình",
}  # fmt: skip


def main() -> None:
    """Import both lists, put one person under a decision, ask for a transfer and for a comparison by the city."""
    django.setup()
    from hoanhap.casework.people import lists, selectors
    from hoanhap.casework.people.actions.ties import open_tie
    from hoanhap.casework.people.actions.transfers import ask_for_transfer, raise_namesakes
    from hoanhap.casework.people.choices import TieKind
    from hoanhap.ground.access.command_line import acting
    from hoanhap.ground.access.models import Post
    from hoanhap.ground.kernel import clock

    today = clock.today()
    officer, neighbour = (acting({"acting_as": name, "post": None}, on=today) for name in ("can-bo", "can-bo-ngoc-ha"))
    for by, name in ((officer, "ba-dinh"), (neighbour, "ngoc-ha")):
        with (Path(__file__).parent / "lists" / f"{name}.csv").open("rb") as file:
            run, _rows = lists.read_list(by=by, file=file, accept_possible=True)
        lists.write_list(by=by, run=run, accept_possible=True)
    person = selectors.search(by=officer, identifier="001090012345", on=today).get()
    police = Post.objects.get(user__sign_in="cong-an")
    open_tie(by=officer, person=person, kind=TieKind.UNDER_DECISION, post=str(police.pk), from_on=today)
    raise_namesakes(by=officer, person=person)
    place = Post.objects.get(pk=officer.post).place
    asked = "Phạm Văn Minh Họa, 1992"
    ask_for_transfer(by=officer, identifier="001092012347", at=place, asked_as=asked)
    put_under_management()
    from tests.browser.prepare_files import put_in_stages

    put_in_stages(
        lambda name: acting({"acting_as": name, "post": None}, on=today),
        place,
        Post.objects.get(pk=neighbour.post).place,
    )


def put_under_management() -> None:
    """Somebody home since two months: proposed on paper and not signed, and twice away."""
    from hoanhap.casework.episodes.actions.deciding import prepare_proposal
    from hoanhap.casework.episodes.actions.opening import NewEpisode, open_episode
    from hoanhap.casework.episodes.actions.recording import NewInterruption, record_interruption
    from hoanhap.casework.episodes.choices import EventKind, InterruptionKind, Measure
    from hoanhap.casework.people import selectors
    from hoanhap.ground.access.command_line import acting
    from hoanhap.ground.access.models import Post
    from hoanhap.ground.kernel import clock

    today = clock.today()
    officer, police = (acting({"acting_as": name, "post": None}, on=today) for name in ("can-bo", "cong-an"))
    person = selectors.search(by=officer, identifier=MANAGED, on=today).get()
    new = NewEpisode(
        person=person, measure=Measure.POST_REHAB, origin_measure=Measure.COMPULSORY,
        place=Post.objects.get(pk=officer.post).place, kind=EventKind.COMPLETED, on=today - timedelta(days=60),
        paper_no="12/GCN-CSCN",
    )  # fmt: skip
    episode = open_episode(by=officer, new=new).pk
    for first, last in ((40, today - timedelta(days=35)), (3, None)):
        days = NewInterruption(kind=InterruptionKind.ABSENCE, from_on=today - timedelta(days=first), to_on=last)
        record_interruption(by=officer, episode=episode, new=days)
    prepare_proposal(by=police, episode=episode, on=today, content=TOLD)


if __name__ == "__main__":
    main()
