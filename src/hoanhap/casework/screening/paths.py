"""How far the paths of positives are: their rows gathered, in five queries however many there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from hoanhap.casework.episodes.choices import Act
from hoanhap.casework.screening.choices import Found
from hoanhap.casework.screening.models import Conclusion, Confirmation, Contest, CounterSignature, Notice
from hoanhap.casework.screening.rules import Confirmed, Path


@dataclass
class PathRows:
    """The standing rows of one path; a second confirmation answers a contest."""

    first: Confirmation | None = None
    second: Confirmation | None = None
    signature: CounterSignature | None = None
    second_signature: CounterSignature | None = None
    notice: Notice | None = None
    contest: Contest | None = None
    conclusion: Conclusion | None = None

    @property
    def path(self) -> Path:
        """As plain values."""
        return Path(
            first=_plain(self.first, self.signature),
            given_on=self.notice.given_on if self.notice else None,
            until=self.notice.contest_until if self.notice else None,
            contested_on=self.contest.contested_on if self.contest else None,
            second=_plain(self.second, self.second_signature),
            ended=self.conclusion is not None,
        )


def _plain(row: Confirmation | None, signature: CounterSignature | None) -> Confirmed | None:
    if row is None:
        return None
    signed_on = signature.signed_on if signature else None
    return Confirmed(positive=row.result == Found.POSITIVE, result_on=row.result_on, signed_on=signed_on)


def paths_of(tests: Iterable[UUID]) -> dict[UUID, PathRows]:
    """The rows of the paths of these tests, by test."""
    found = {key: PathRows() for key in tests}
    rows = Confirmation.objects.filter(test__in=found, replaced_by__isnull=True).exclude(act=Act.WITHDRAWN)
    by_confirmation: dict[UUID, PathRows] = {}
    for row in rows:
        by_confirmation[row.pk] = found[row.test_id]
        if row.number == 1:
            found[row.test_id].first = row
        else:
            found[row.test_id].second = row
    for signature in CounterSignature.objects.filter(confirmation__in=by_confirmation):
        of = by_confirmation[signature.confirmation_id]
        if of.second is not None and of.second.pk == signature.confirmation_id:
            of.second_signature = signature
        else:
            of.signature = signature
    for notice in Notice.objects.filter(confirmation__in=by_confirmation):
        by_confirmation[notice.confirmation_id].notice = notice
    for contest in (
        Contest.objects.filter(notice__confirmation__in=by_confirmation).select_related("notice").defer("said")
    ):
        by_confirmation[contest.notice.confirmation_id].contest = contest
    for conclusion in Conclusion.objects.filter(test__in=found):
        found[conclusion.test_id].conclusion = conclusion
    return found
