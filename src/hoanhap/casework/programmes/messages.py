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

MESSAGES |= {
    "programmes.team_name_missing": _("Say what kind of team it is and what the decision calls it."),
    "programmes.before_its_decision": _("That cannot begin before its decision of %(day)s."),
    "programmes.outside_the_days": _("These days do not lie within %(first)s – %(last)s."),
    "programmes.team_stands": _("A team of this kind stands here already, since %(since)s."),
    "programmes.team_ended": _("This team was dissolved on %(day)s."),
    "programmes.unknown_team": _("There is no such team."),
    "programmes.unknown_appointment": _("There is no such appointment."),
    "programmes.appointment_ended": _("This appointment ended on %(day)s."),
    "programmes.post_not_of_unit": _("On %(day)s nobody of this unit held this post."),
    "programmes.post_not_of_team": _("The holder of this post does not stand in such a team in this place."),
    "programmes.leads_with_a_post": _("Who leads has an account here: choose a post of the unit."),
    "programmes.member_unclear": _("Choose a post, or give a name and an organisation."),
    "programmes.stands_there_already": _("This member has stood in the team since %(since)s."),
    "programmes.one_leader": _("The team has had a leader since %(since)s; end that appointment first."),
    "programmes.question_open": _("Answer this question too: yes or no."),
    "programmes.conflict": _("Because of this answer somebody else has to help. Choose another member."),
    "programmes.third_needs_approval": _(
        "This member helps %(load)s people already. Say why you approve one more: it stays on record."
    ),
    "programmes.asked_for_another": _("The person asked for somebody else. Choose another member."),
    "programmes.not_in_team": _("On %(day)s this is no member of the volunteer team of the unit."),
    "programmes.not_of_team": _("There is no such person among those whom the team helps."),
    "programmes.nothing_to_hand_over": _("This person has no helper who leaves."),
    "programmes.wish_stands": _("That wish is on record already."),
    "programmes.wish_needs_reason": _("It is not the first time: say why another helper is wished for."),
    "programmes.met_outside": _("The team met on a day from %(first)s to today."),
    "programmes.nobody_present": _("Mark who of the team was there."),
    "programmes.matters_missing": _("Write what the meeting was about."),
    "programmes.no_allowance_known": _("No base salary or allowance is known for %(day)s."),
}

EVENTS = {
    "programmes.deployment_started": _("A model was deployed"),
    "programmes.deployment_ended": _("A deployment ended"),
    "programmes.deployment_corrected": _("A deployment was corrected"),
    "programmes.deployment_withdrawn": _("A deployment was withdrawn as entered by mistake"),
    "programmes.deployments_rebuilt": _("The state of all deployments was rebuilt from their facts"),
    "programmes.team_founded": _("A team was recorded"),
    "programmes.team_dissolved": _("A team was dissolved"),
    "programmes.member_appointed": _("Somebody was appointed to a team"),
    "programmes.appointment_ended": _("An appointment in a team ended"),
    "programmes.team_met": _("The minutes of a team meeting were recorded"),
    "programmes.helper_chosen": _("The team leader chose a helper"),
    "programmes.another_helper_asked": _("A person asked for another helper"),
    "programmes.minutes_taken": _("Minutes of a team meeting were taken out"),
    "programmes.helper_page_read": _("The leader looked at somebody for whom a helper is chosen"),
}
