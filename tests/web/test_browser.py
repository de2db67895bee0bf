"""The shelf in a real browser: the content policy holds, it is accessible, it fits a phone, it needs no scripts."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")
AXE = ROOT / "node_modules/axe-core/axe.min.js"
BUILT = ROOT / "src/hoanhap/ground/web/static/front/charts.js"

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The shelf's own site, in its own process: the suite's database stays out of it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "django", "runserver", "--noreload", "--skip-checks", f"127.0.0.1:{port}"]
    path = os.pathsep.join([str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.web.shelf_site", "PYTHONPATH": path}
    server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _attempt in range(150):
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium."""
    from playwright.sync_api import sync_playwright

    if not CHROMIUM.exists() or not BUILT.exists():
        pytest.skip("needs Chromium and `npm run build`")
    with sync_playwright() as play:
        started = play.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield started
        started.close()


def opened(browser: Any, address: str, width: int, **more: Any) -> tuple[Any, list[str]]:
    """A page, and what the browser complained about."""
    page = browser.new_context(viewport={"width": width, "height": 900}, locale="vi-VN", **more).new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    return page, complaints


@pytest.mark.parametrize("width", [1280, 360])
def test_the_content_policy_holds_and_nothing_sticks_out(site: str, browser: Any, width: int) -> None:
    page, complaints = opened(browser, f"{site}/shelf/", width)
    page.wait_for_selector(".hn-chart svg")
    assert (
        "Biểu đồ" in page.get_attribute(".hn-chart", "aria-label") or page.get_attribute(".hn-chart", "role") == "img"
    )
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [1280, 360])
def test_the_shelf_is_accessible(site: str, browser: Any, width: int) -> None:
    page, _complaints = opened(browser, f"{site}/shelf/", width)
    page.wait_for_selector(".hn-chart svg")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    found = page.evaluate("rules => axe.run(document, rules)", rules)["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"][:120]) for fault in found] == []


def test_it_works_without_scripts(site: str, browser: Any) -> None:
    page, _complaints = opened(browser, f"{site}/shelf/", 1280, java_script_enabled=False)
    page.click(".hn-header .hn-menu > summary")
    assert page.is_visible(".hn-header .hn-menu__list")
    page.click(".hn-chart-table > summary")
    assert page.is_visible("text=347–463")
    assert not page.is_visible(".hn-chart")
    assert page.is_visible(".hn-filters__go")


def test_a_confirmation_is_asked_and_errors_lead_to_their_fields(site: str, browser: Any) -> None:
    page, _complaints = opened(browser, f"{site}/shelf/", 1280)
    page.fill("#id_happened_on", "1.12.2021")
    page.click("button[data-confirm]")
    assert page.input_value("#id_happened_on") == "01/12/2021"
    page.click("#hn-confirm [data-yes]")
    page.wait_for_selector("[data-error-summary]")
    assert page.evaluate("document.activeElement.matches('[data-error-summary]')")
    assert page.input_value("#id_happened_on") == "01/12/2021", "what was typed stays"
    page.click("[data-error-summary] a >> nth=0")
    assert page.evaluate("document.activeElement.id") == "id_name"
