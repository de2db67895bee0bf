"""What the tables of the tests keep by themselves: rows are added only, draws are frozen, no step of a positive is skipped.

The last promise stands on a table of the room below: use with the source ``screening`` without a conclusion is refused.
"""

from django.db import migrations

from hoanhap.ground.web.constraints import AppendOnly, Refuses

CANDIDATES_FROZEN = """
    (SELECT count(*) FROM screening_drawcandidate c WHERE c.draw_id = NEW.draw_id)
        >= (SELECT d.candidates FROM screening_draw d WHERE d.id = NEW.draw_id)
    OR EXISTS (SELECT 1 FROM screening_drawpick p WHERE p.draw_id = NEW.draw_id)"""

PICK_OF_ITS_DRAW = """
    NOT EXISTS (SELECT 1 FROM screening_drawcandidate c WHERE c.id = NEW.candidate_id AND c.draw_id = NEW.draw_id)
    OR NEW.rank < 1 OR NEW.rank > (SELECT d.how_many FROM screening_draw d WHERE d.id = NEW.draw_id)"""

BOTH_PRESENT = """
    NOT EXISTS (SELECT 1 FROM access_post p WHERE p.id = NEW.police_id
        AND p.role IN ('commune_police', 'commune_police_chief'))
    OR NOT EXISTS (SELECT 1 FROM access_post p WHERE p.id = NEW.health_id AND p.role = 'health_station')
    OR EXISTS (SELECT 1 FROM access_post p JOIN access_post h ON h.user_id = p.user_id
        WHERE p.id = NEW.police_id AND h.id = NEW.health_id)"""

LINE_IN_ORDER = """
    EXISTS (SELECT 1 FROM screening_sessionminutes m WHERE m.session_id = NEW.session_id)
    OR NEW.why = 'drawn' AND NOT EXISTS (SELECT 1 FROM screening_testsession s
        JOIN screening_drawpick p ON p.draw_id = s.draw_id
        JOIN screening_drawcandidate c ON c.id = p.candidate_id
        WHERE s.id = NEW.session_id AND c.episode_id = NEW.episode_id)"""

TEST_ONCE = """
    NEW.replaces_id IS NULL AND EXISTS (SELECT 1 FROM screening_striptest t WHERE t.line_id = NEW.line_id)
    OR NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM screening_striptest t
        WHERE t.id = NEW.replaces_id AND t.line_id = NEW.line_id)
    OR EXISTS (SELECT 1 FROM screening_conclusion k WHERE k.test_id = NEW.replaces_id)"""

MINUTES_COMPLETE = """
    EXISTS (SELECT 1 FROM screening_sheetline l WHERE l.session_id = NEW.session_id
        AND NOT EXISTS (SELECT 1 FROM screening_striptest t WHERE t.line_id = l.id))
    OR EXISTS (SELECT 1 FROM screening_testsession s
        JOIN screening_drawpick p ON p.draw_id = s.draw_id
        JOIN screening_drawcandidate c ON c.id = p.candidate_id
        WHERE s.id = NEW.session_id AND NOT EXISTS (SELECT 1 FROM screening_sheetline l
            WHERE l.session_id = s.id AND l.episode_id = c.episode_id))"""

CONFIRMATION_OF_A_POSITIVE = """
    NOT EXISTS (SELECT 1 FROM screening_striptest t
        JOIN screening_sheetline l ON l.id = t.line_id
        JOIN screening_testsession s ON s.id = l.session_id
        JOIN screening_sessionminutes m ON m.session_id = s.id
        WHERE t.id = NEW.test_id AND t.verdict = 'positive' AND t.act <> 'withdrawn' AND s.held_on <= NEW.result_on
        AND NOT EXISTS (SELECT 1 FROM screening_striptest later WHERE later.replaces_id = t.id))
    OR NEW.number = 2 AND NOT EXISTS (SELECT 1 FROM screening_confirmation c
        JOIN screening_notice n ON n.confirmation_id = c.id
        JOIN screening_contest x ON x.notice_id = n.id
        WHERE c.test_id = NEW.test_id AND x.contested_on <= NEW.result_on)
    OR NEW.replaces_id IS NULL AND EXISTS (SELECT 1 FROM screening_confirmation c
        WHERE c.test_id = NEW.test_id AND c.number = NEW.number)
    OR NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM screening_confirmation c
        WHERE c.id = NEW.replaces_id AND c.test_id = NEW.test_id AND c.number = NEW.number)
    OR EXISTS (SELECT 1 FROM screening_countersignature g WHERE g.confirmation_id = NEW.replaces_id)
    OR EXISTS (SELECT 1 FROM screening_conclusion k WHERE k.test_id = NEW.test_id)"""

SIGNED_BY_ANOTHER_BODY = """
    NOT EXISTS (SELECT 1 FROM screening_confirmation c
        JOIN screening_striptest t ON t.id = c.test_id
        WHERE c.id = NEW.confirmation_id AND c.act <> 'withdrawn' AND c.result_on <= NEW.signed_on
        AND c.recorded_by <> NEW.signed_by AND t.recorded_by <> NEW.signed_by AND c.recorded_body <> NEW.signed_body
        AND NOT EXISTS (SELECT 1 FROM screening_confirmation later WHERE later.replaces_id = c.id))"""

NOTICE_OF_A_SIGNED_POSITIVE = """
    NOT EXISTS (SELECT 1 FROM screening_confirmation c
        JOIN screening_countersignature g ON g.confirmation_id = c.id
        WHERE c.id = NEW.confirmation_id AND c.number = 1 AND c.result = 'positive' AND g.signed_on <= NEW.given_on)"""

CONTEST_IN_TIME = """
    NOT EXISTS (SELECT 1 FROM screening_notice n JOIN screening_confirmation c ON c.id = n.confirmation_id
        WHERE n.id = NEW.notice_id AND n.given_on <= NEW.contested_on AND NEW.contested_on <= n.contest_until
        AND NOT EXISTS (SELECT 1 FROM screening_conclusion k WHERE k.test_id = c.test_id))"""

STANDING_TEST = """t.id = NEW.test_id AND t.verdict = 'positive' AND t.act <> 'withdrawn'
        AND NOT EXISTS (SELECT 1 FROM screening_striptest later WHERE later.replaces_id = t.id)"""

NO_SHORTER_PATH = """
    NEW.ending = 'confirmed' AND NOT EXISTS (SELECT 1 FROM screening_striptest t
        JOIN screening_confirmation c ON c.test_id = t.id AND c.number = 1 AND c.result = 'positive'
        JOIN screening_countersignature g ON g.confirmation_id = c.id
        JOIN screening_notice n ON n.confirmation_id = c.id
        WHERE {STANDING_TEST} AND n.contest_until < NEW.concluded_on AND c.paper_no = NEW.paper_no
        AND NOT EXISTS (SELECT 1 FROM screening_contest x WHERE x.notice_id = n.id
            AND NOT EXISTS (SELECT 1 FROM screening_confirmation c2
                JOIN screening_countersignature g2 ON g2.confirmation_id = c2.id
                WHERE c2.test_id = t.id AND c2.number = 2 AND c2.result = 'positive'
                AND c2.result_on >= x.contested_on AND g2.signed_on <= NEW.concluded_on)))
    OR NEW.ending = 'dismissed' AND NOT EXISTS (SELECT 1 FROM screening_striptest t
        JOIN screening_confirmation c ON c.test_id = t.id AND c.result = 'negative'
        JOIN screening_countersignature g ON g.confirmation_id = c.id
        WHERE {STANDING_TEST} AND g.signed_on <= NEW.concluded_on AND c.paper_no = NEW.paper_no)""".replace(
    "{STANDING_TEST}", STANDING_TEST
)

USE_ONLY_BY_CONCLUSION = """
    NEW.source = 'screening' AND NEW.act <> 'withdrawn' AND (NEW.confirmed_on IS NULL
    OR NOT EXISTS (SELECT 1 FROM screening_conclusion k
        JOIN screening_striptest t ON t.id = k.test_id
        JOIN screening_sheetline l ON l.id = t.line_id
        JOIN screening_testsession s ON s.id = l.session_id
        WHERE k.ending = 'confirmed' AND l.episode_id = NEW.episode_id AND s.held_on = NEW.found_on
        AND k.paper_no = NEW.paper_no))"""

FACTS = ("localsetting", "risklevel", "striptest", "confirmation")
ROWS = {
    "draw": [("id",), ("place_id", "month", "number")],
    "drawcandidate": [("id",), ("draw_id", "episode_id")],
    "drawpick": [("id",), ("candidate_id",), ("draw_id", "rank")],
    "testsession": [("id",), ("draw_id",)],
    "sheetline": [("id",), ("session_id", "episode_id")],
    "stripreading": [("id",), ("test_id", "substance", "attempt")],
    "sessionminutes": [("id",), ("session_id",)],
    "countersignature": [("id",), ("confirmation_id",)],
    "notice": [("id",), ("confirmation_id",)],
    "contest": [("id",), ("notice_id",)],
    "conclusion": [("id",), ("test_id",)],
    "resultconsent": [("id",)],
}


class Migration(migrations.Migration):
    dependencies = [("screening", "0001_screening"), ("episodes", "0006_tests_under_management")]

    operations = [
        *[AppendOnly(f"screening_{name}", unique=[("id",), ("replaces_id",)]) for name in FACTS],
        *[AppendOnly(f"screening_{name}", unique=unique) for name, unique in ROWS.items()],
        Refuses("draw_candidates_frozen", "screening_drawcandidate", CANDIDATES_FROZEN),
        Refuses("draw_pick_of_its_draw", "screening_drawpick", PICK_OF_ITS_DRAW),
        Refuses("test_session_police_and_health", "screening_testsession", BOTH_PRESENT),
        Refuses("sheet_line_in_order", "screening_sheetline", LINE_IN_ORDER),
        Refuses("strip_test_once_a_line", "screening_striptest", TEST_ONCE),
        Refuses("session_minutes_complete", "screening_sessionminutes", MINUTES_COMPLETE),
        Refuses("confirmation_of_a_positive", "screening_confirmation", CONFIRMATION_OF_A_POSITIVE),
        Refuses("counter_signature_of_another_body", "screening_countersignature", SIGNED_BY_ANOTHER_BODY),
        Refuses("test_notice_of_a_signed_positive", "screening_notice", NOTICE_OF_A_SIGNED_POSITIVE),
        Refuses(
            "test_notice_five_days_at_least",
            "screening_notice",
            "NEW.contest_until - NEW.given_on < 5",
            sqlite="julianday(NEW.contest_until) - julianday(NEW.given_on) < 5",
        ),
        Refuses("contest_in_time", "screening_contest", CONTEST_IN_TIME),
        Refuses("conclusion_by_no_shorter_path", "screening_conclusion", NO_SHORTER_PATH),
        Refuses("use_finding_of_tests_by_conclusion", "episodes_usefinding", USE_ONLY_BY_CONCLUSION),
    ]
