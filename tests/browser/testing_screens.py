"""The screens of drug tests that need nobody in particular."""

from tests.browser.screens import Screen

SCREENING = (
    Screen("tests_schedule", "screening:schedule", "can-bo", "/tests/schedule/"),
    Screen("tests_settings", "screening:settings", "can-bo", "/tests/settings/"),
    Screen("tests_level", "screening:level", "can-bo", "/tests/schedule/", ('main td a[href$="/level/"]',)),
    Screen("tests_consent", "screening:consent", "can-bo", "/tests/schedule/", ('main td a[href$="/consent/"]',)),
    Screen("tests_sessions", "screening:session_list", "cong-an", "/tests/sessions/"),
    Screen("tests_session_open", "screening:session_open", "can-bo", "/tests/sessions/new/"),
    Screen("tests_draws", "screening:draw_list", "can-bo", "/tests/draws/"),
    Screen("tests_draw_open", "screening:draw_open", "can-bo", "/tests/draws/new/"),
    Screen("tests_positives", "screening:positive_list", "tram-y-te", "/tests/positives/"),
    Screen("tests_appointments", "screening:appointments", "tinh-nguyen", "/tests/appointments/"),
)
