"""Rows are written in actions only; an action is keyword-only, begins with ``by`` and is audited."""

from tests.meta import checks

ELSEWHERE = {
    "hoanhap.ground.access.models": "the account manager that Django asks for; only create_user calls it",
    "hoanhap.casework.episodes.state": "it follows the facts that actions append, inside them",
    "hoanhap.casework.episodes.paperwork": "it ties a prepared paper to its measure, inside actions",
    "hoanhap.casework.episodes.tying": "it moves the ends of help with the measure, inside actions",
    "hoanhap.casework.episodes.writing": "it appends the facts of actions, inside them",
    "hoanhap.casework.people.sight": "it follows the measures, inside the actions of the room above",
}
"""Modules that write rows though they are no actions, each with its reason."""

NOT_ACTIONS = {
    "hoanhap.ground.audit.actions": "it is the log itself: what every action records with",
    "hoanhap.ground.access.actions.new_password": "it makes a password up and changes nothing",
    "hoanhap.casework.people.actions.ties.hold_many": "part of an action of a room above, inside its transaction",
    "hoanhap.casework.people.actions.ties.release": "part of an action of a room above, inside its transaction",
    "hoanhap.demo.actions": "it calls the actions of others, one after the other",
}
"""Modules, and functions in them, that stand among the actions and are none."""


def sources() -> list[tuple[str, str]]:
    """Every module of the product, by name."""
    return [(checks.dotted(path), path.read_text(encoding="utf-8")) for path in checks.modules()]


def test_rows_are_written_in_actions_only() -> None:
    faults = [fault for name, text in sources() if name not in ELSEWHERE for fault in checks.write_faults(name, text)]
    checks.nothing(faults)


def test_writing_in_a_view_is_noticed() -> None:
    text = (
        "Place.objects.create(code=1)\nplace.save()\nPlace.objects.filter(pk=1).update(code=2)\n"
        "setwise.add([place])\ndigest.update(b'x')\nhash(session.cycle_key())\n"
    )
    assert len(checks.write_faults("hoanhap.ground.places.views", text)) == 4
    assert checks.write_faults("hoanhap.ground.places.actions", text) == []
    assert checks.write_faults("hoanhap.ground.places.views", "from hoanhap.ground.web.setwise import add\n")


def test_public_actions_have_the_shape_of_an_action() -> None:
    faults = [
        fault
        for name, text in sources()
        if "actions" in name.split(".")
        for fault in checks.action_faults(name, text)
        if not fault.startswith(tuple(NOT_ACTIONS))
    ]
    checks.nothing(faults)


def test_an_action_of_another_shape_is_noticed() -> None:
    assert checks.action_faults("a", "def close(episode, by):\n    pass\n") == [
        "a.close takes arguments by position",
        "a.close does not begin with by",
        "a.close is not audited",
    ]
    assert checks.action_faults("a", "@audited\ndef close(*, by, episode):\n    pass\n") == []
    assert checks.action_faults("a", "def check_it(episode):\n    return episode\n") == []
    assert checks.action_faults("a", "def check_it(episode):\n    episode.save()\n")


def test_exceptions_are_still_needed() -> None:
    found = dict(sources())
    assert all(checks.write_faults(name, found[name]) for name in ELSEWHERE)
    faults = [fault for name, text in found.items() for fault in checks.action_faults(name, text)]
    assert all(any(fault.startswith(name) for fault in faults) for name in NOT_ACTIONS)
