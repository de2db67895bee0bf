"""Closed lists of the episodes app."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Measure(TextChoices):
    """What an episode is: one measure of the law (domain reference §1.1)."""

    USER_MANAGEMENT = "user_management", _("management of illegal use")
    ASSESSMENT = "assessment", _("determination of addiction")
    VOLUNTARY_HOME = "voluntary_home", _("voluntary rehabilitation at home or in the community")
    VOLUNTARY_FACILITY = "voluntary_facility", _("voluntary rehabilitation in a facility")
    COMPULSORY_DOSSIER = "compulsory_dossier", _("dossier for compulsory rehabilitation")
    INTERIM = "interim", _("management while the dossier is made")
    COMPULSORY = "compulsory", _("compulsory rehabilitation")
    COMPULSORY_MINOR = "compulsory_minor", _("compulsory rehabilitation, aged 12 to under 18")
    SUBSTITUTION = "substitution", _("substitution treatment")
    POST_REHAB = "post_rehab", _("post-rehabilitation management")


REHABILITATION = (
    Measure.VOLUNTARY_HOME,
    Measure.VOLUNTARY_FACILITY,
    Measure.COMPULSORY,
    Measure.COMPULSORY_MINOR,
    Measure.SUBSTITUTION,
)
"""The measures whose completion leads to post-rehabilitation management (L73 40, L120 42)."""


class Stage(TextChoices):
    """How far an episode is."""

    PREPARED = "prepared", _("being prepared")
    RUNNING = "running", _("in course")
    EXPECTED = "expected", _("expected home")
    LISTED = "listed", _("to be proposed")
    PROPOSED = "proposed", _("proposed, not decided")
    DECIDED = "decided", _("decided, not in force")
    MANAGED = "managed", _("under post-rehabilitation management")
    REVIEWED = "reviewed", _("reviewed for the end")
    CERTIFIED = "certified", _("certified, to be taken off the list")
    ENDED = "ended", _("ended")


UNDER_MANAGEMENT = (Stage.DECIDED, Stage.MANAGED, Stage.REVIEWED, Stage.CERTIFIED)
"""The stages of post-rehabilitation management once it is decided."""


class Outcome(TextChoices):
    """How an episode ended."""

    COMPLETED = "completed", _("completed")
    PRISON = "prison", _("prison")
    EDUCATION_CENTRE = "education_centre", _("compulsory education centre")
    REFORM_SCHOOL = "reform_school", _("reform school")
    ADDICTED = "addicted", _("determined addicted")
    NOT_ADDICTED = "not_addicted", _("determined not addicted")
    MOVED_AWAY = "moved_away", _("moved outside the city")
    DEAD = "dead", _("died")
    MISSING = "missing", _("declared missing by a court")
    SELF_TERMINATED = "self_terminated", _("stopped by the person")
    VIOLATION = "violation", _("stopped for a violation")
    EXEMPTED = "exempted", _("exempted from the rest")
    REPLACED = "replaced", _("replaced by another measure")
    DUPLICATE = "duplicate", _("recorded twice")
    MISTAKE = "mistake", _("entered by mistake")


class EventKind(TextChoices):
    """What can happen in an episode."""

    # beginning and course of any measure
    OPENED = "opened", _("opened")
    STARTED = "started", pgettext_lazy("measure", "started")
    NOTICE_RECEIVED = "notice_received", _("notice of approaching completion received")
    COMPLETED = "completed", _("rehabilitation completed")
    REPORTED = "reported", _("the person reported to the commune")
    PROPOSED = "proposed", _("management proposed")
    RETURNED = "returned", _("proposal returned")
    DECIDED = "decided", _("decision signed")
    SERVED = "served", _("decision served")
    REVOKED = "revoked", _("decision revoked")
    CORRECTED = "corrected", _("decision corrected")
    HELPER_ASSIGNED = "helper_assigned", _("helper assigned")
    HELPER_ENDED = "helper_ended", _("help by this helper ended")
    EXTENDED = "extended", _("sight of the file extended")
    LEFT = "left", _("left the commune")
    TRANSFERRED = "transferred", _("taken over by another commune")
    REASSIGNED = "reassigned", _("taken over after the unit was divided")
    REVIEWED = "reviewed", _("reviewed for the end")
    CERTIFIED = "certified", _("certificate of completion signed")
    REMOVED = "removed", _("taken off the list")
    RECOMPUTED = "recomputed", _("end computed anew")
    CLOSED = "closed", _("ended")
    # steps of the other measures, each with a clock of its own in the rulebook
    USE_DETECTED = "use_detected", _("use detected")
    POSITIVE_RECEIVED = "positive_received", _("positive result received")
    RESIDENCE_VERIFIED = "residence_verified", _("residence verified")
    NOTICE_SENT = "notice_sent", _("notice sent")
    ARRIVED = "arrived", _("arrived at the new place")
    PRESENTED = "presented", _("presented oneself")
    RECEIVED_AT_FACILITY = "received_at_facility", _("received at the health facility")
    RESULT_GIVEN = "result_given", _("result of the determination given")
    ADDICTION_TOLD = "addiction_told", _("told of the addiction")
    REGISTERED = "registered", _("registered for rehabilitation")
    SERVICE_CHANGED = "service_changed", _("service started, stopped or ended")
    PROVIDER_NOTIFIED = "provider_notified", _("provider notified the commune")
    VIOLATION_FOUND = "violation_found", _("ground for compulsory rehabilitation found")
    DOSSIER_MADE = "dossier_made", _("dossier made")
    DOSSIER_NOTICE = "dossier_notice", _("notice of the dossier received")
    READING_OVER = "reading_over", _("dossier read, or the time to read it over")
    DOSSIER_SENT = "dossier_sent", _("dossier sent")
    DOSSIER_RETURNED = "dossier_returned", _("dossier returned")
    DOSSIER_SUPPLEMENTED = "dossier_supplemented", _("dossier supplemented")
    DOSSIER_CHECKED = "dossier_checked", _("dossier checked, sent to the Court")
    COURT_ASKED = "court_asked", _("the Court asked")
    COURT_ANSWERED = "court_answered", _("the Court's question answered")
    COURT_DECIDED = "court_decided", _("Court decision received")
    DIRECTOR_TOLD = "director_told", _("reported to the provincial police director")
    FACILITY_NAMED = "facility_named", _("facility named")
    FACILITY_DECISION_SENT = "facility_decision_sent", _("decision on the facility sent")
    BROUGHT_TO_FACILITY = "brought_to_facility", _("brought to the facility")
    MONITORING_ASKED = "monitoring_asked", _("parents asked for electronic monitoring")
    MONITORING_DECIDED = "monitoring_decided", _("electronic monitoring decided")
    MONITORING_FITTED = "monitoring_fitted", _("device fitted")


class Act(TextChoices):
    """What a fact does to an earlier one."""

    RECORDED = "recorded", _("recorded")
    CORRECTED = "corrected", _("corrected")
    WITHDRAWN = "withdrawn", _("withdrawn")


class InterruptionKind(TextChoices):
    """Why days may not count."""

    ABSENCE = "absence", _("absence")
    PRISON = "prison", _("prison")
    DETENTION = "detention", _("custody")
    ESCAPE = "escape", _("escape")


class PaperKind(TextChoices):
    """What a paper of an episode does."""

    PROPOSAL = "proposal", _("proposal")
    DECISION = "decision", _("decision")
    CERTIFICATE = "certificate", _("certificate of completion")
    REMOVAL = "removal", _("removal from the list")
    TRANSFER_NOTICE = "transfer_notice", _("transfer notice")
    HELPER = "helper", _("assignment of a helper")
    EXTENSION = "extension", _("extension of sight")
    TEAM = "team", _("support team")
    NOTICE = "notice", _("notice of approaching completion")


class ServedTo(TextChoices):
    """To whom a decision was handed."""

    PERSON = "person", _("the person")
    FAMILY = "family", _("the family")
    GUARDIAN = "guardian", _("the guardian or representative")


class TransferKind(TextChoices):
    """From where somebody is handed over."""

    COMMUNE = "commune", _("from commune to commune")
    FACILITY = "facility", _("from a facility home")


class TransferAct(TextChoices):
    """What was done with a transfer."""

    SENT = "sent", _("sent")
    POLICE_ACKNOWLEDGED = "police_acknowledged", _("acknowledged by the police of the new place")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("taken back")


class FindingSource(TextChoices):
    """What a finding of use rests on."""

    STRIP = "strip", _("urine strip")
    LABORATORY = "laboratory", _("laboratory confirmation")
    POLICE_RECORD = "police_record", _("police record")
    STATEMENT = "statement", _("the person's own statement")
    SCREENING = "screening", _("test under management")


OF_TESTS = (FindingSource.STRIP, FindingSource.LABORATORY)
"""What somebody under management is held to only through the path of the tests, never by a confirmation alone."""


class DeterminationResult(TextChoices):
    """The competent body's answer."""

    ADDICTED = "addicted", _("addicted")
    NOT_ADDICTED = "not_addicted", _("not addicted")


class EvidenceKind(TextChoices):
    """What kind of fact stands in the evidence of a measure."""

    FINDING = "finding", _("finding of use")
    DETERMINATION = "determination", _("determination of addiction")
    TEST = "test", _("test")
    REVIEW = "review", _("review")


class EndWarning(TextChoices):
    """What the reviewer of an end should know; none of it holds the end up."""

    EARLY = "early", _("the end is more than 60 days away")
    AWAY_NOW = "away_now", _("away, in prison or in custody now")
    NO_TEST = "no_test", _("no test on file")
    POSITIVE_TEST = "positive_test", _("a positive test on file")
    USE_CONFIRMED = "use_confirmed", _("a confirmed finding of use on file")
    NO_REVIEW = "no_review", _("no review on file")
    DUTIES_OPEN = "duties_open", _("duties still open")
    NOT_TWO_CLEAN_YEARS = "not_two_clean_years", _("not yet two years without use (plan 270; the law prevails)")


class DutyState(TextChoices):
    """What became of a duty."""

    OPEN = "open", _("open")
    DONE = "done", _("done")
    LAPSED = "lapsed", _("no longer due")
