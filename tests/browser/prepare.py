"""People who do not exist, in two wards of the demo, and what lies between the two: for the screens of people."""

from pathlib import Path

import django


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


if __name__ == "__main__":
    main()
