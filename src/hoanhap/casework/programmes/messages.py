"""The words of this app's refusals and events."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "programmes.name_missing": _("Say what the other model is called."),
    "programmes.decision_number_form": _("“%(found)s” is no decision number; write it like 51/QĐ-UBND."),
    "programmes.decision_in_future": _("The decision is dated %(day)s, which is still to come."),
    "programmes.start_in_future": _("The model starts on %(day)s, which is still to come; record it once it runs."),
    "programmes.start_before_decision": _("The model cannot start before its decision of %(day)s."),
    "programmes.unit_not_there": _("This unit did not exist on %(day)s. Choose the unit of that day."),
    "programmes.not_a_commune": _("A model runs in a commune, ward or township; this is a higher unit."),
    "programmes.end_before_start": _("The last day cannot lie before the first, %(day)s."),
    "programmes.end_in_future": _("The last day, %(day)s, is still to come."),
    "programmes.already_running": _("This model already runs here since %(since)s, by decision %(decision)s."),
    "programmes.already_ended": _("This deployment ended on %(day)s."),
    "programmes.too_long": _("At most %(most)s characters may stand here; these are %(found)s."),
    "programmes.reason_missing": _("Say why: the reason stays in the history."),
    "programmes.nothing_changed": _("Nothing was changed."),
    "programmes.unknown_deployment": _("There is no such deployment."),
    "programmes.list_has_problems": _(
        "%(number)s rows cannot be written, the first is row %(first)s. Nothing was written."
    ),
    "programmes.name_differs": _("On %(day)s the code %(code)s belonged to %(name)s, not to “%(found)s”."),
    "programmes.unknown_unit": _("No commune-level unit has the code %(found)s on %(day)s."),
}

EVENTS = {
    "programmes.deployment_started": _("A model was deployed"),
    "programmes.deployment_ended": _("A deployment ended"),
    "programmes.deployment_corrected": _("A deployment was corrected"),
    "programmes.deployment_withdrawn": _("A deployment was withdrawn as entered by mistake"),
    "programmes.deployments_rebuilt": _("The state of all deployments was rebuilt from their facts"),
}
