"""Refusals. A refusal is an answer, not an accident: it has a code, and facts that its sentence needs.

The words live in each app's ``messages.py``; ``web.refusals`` finds them. Facts never name a person.
"""


class Refusal(Exception):
    """Somebody asked for something that is not to be done, for a reason that can be said in a sentence.

    ``code`` is "<app>.<reason>"; ``facts`` fill the places in the sentence.
    """

    def __init__(self, code: str, /, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        facts = ", ".join(f"{key}={value}" for key, value in self.facts.items())
        return f"{self.code} ({facts})" if facts else self.code


class RuleViolation(Refusal):
    """The law or the programme's own rules do not allow it."""


class PermissionRefused(Refusal):
    """The acting post may not do this, or not there. ``code`` is ``access.refused`` unless said otherwise."""


class NotFound(Refusal):
    """There is no such thing, or it stands outside the actor's scope: the two must look the same."""


class StepUpRequired(Refusal):
    """Who acts must prove again, within five minutes, to be there: a fresh second factor, or the password."""
