"""The screens of the volunteers' team: the leader's board, teams, helpers, the monthly sheets."""

from tests.browser.screens import Screen

TEAMS = "/deployments/teams/"
TEAM = f'main td a[href^="{TEAMS}"]'
CHANGE = f'main a[href^="{TEAMS}helpers/"][href$="/change/"]'


def of(sign_in: str, name: str, path: str, *follow: str) -> Screen:
    """A screen named after its address."""
    return Screen(name, f"programmes:{name}", sign_in, path, follow)


TEAM_WORK = (
    Screen("team_board", "desk:team_board", "to-truong", "/team/"),
    Screen("team_board_without_names", "desk:team_board", "tinh-nguyen", "/team/"),
    of("quan-ly", "team_list", TEAMS),
    of("can-bo", "team_detail", TEAMS, TEAM),
    of("can-bo", "team_found", f"{TEAMS}found/"),
    of("can-bo", "team_end", TEAMS, TEAM, f'main a[href^="{TEAMS}"][href$="/end/"]:not([href*="/members/"])'),
    of("can-bo", "appoint", TEAMS, TEAM, 'main a[href$="/appoint/"]'),
    of("can-bo", "appointment_end", TEAMS, TEAM, f'main a[href^="{TEAMS}members/"]'),
    of("to-truong", "meeting_record", TEAMS, TEAM, 'main a[href$="/meeting/"]'),
    of("to-truong", "helper_change", "/team/", CHANGE),
    of("to-truong", "helper_choose", "/team/", CHANGE, f'main a[href^="{TEAMS}helpers/"]:not([href$="/change/"])'),
    of("to-truong", "helpers_hand_over", f"{TEAMS}handover/"),
    of("to-truong", "activity_sheet", f"{TEAMS}activity/"),
    of("to-truong", "allowance_sheet", f"{TEAMS}allowances/"),
)
