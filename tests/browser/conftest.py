"""A served copy of the product on its own database, and a Chromium to look at it with.

Web and jobs are processes of their own, as in life: append-only tables cannot be emptied between tests, so every story
leaves the database as it needs it or looks only.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
SIGN_IN = "/account/sign-in/"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser story, and all of them share one server."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait for the first answer; a broken first page breaks every story, so it ends here."""
    for _ in range(150):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(address, timeout=10).close()  # noqa: S310 - our own address
            return
        except urllib.error.HTTPError as error:
            if error.code < 500:
                return
            break
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server does not serve:\n{log.read_text()[-3000:]}")


def demo(var: Path, people: int) -> dict[str, str]:
    """A demo of its own in ``var``; the environment that leads to it."""
    env = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    env |= {"HOANHAP_VAR": str(var), "HOANHAP_DEMO": "1"}
    for command in (["init"], ["demo", "--people", str(people)], ["collectstatic", "--no-input", "--verbosity", "0"]):
        done = subprocess.run(
            [str(BIN / "hoanhap"), *command], env=env, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"hoanhap {command[0]}: {done.stdout}{done.stderr}"
    return env


@contextmanager
def serving(application: str, env: dict[str, str], *also: str) -> Iterator[str]:
    """The address at which gunicorn serves an application; ``also``: a command of ours that runs beside it."""
    address = f"127.0.0.1:{free_port()}"
    log = Path(env["HOANHAP_VAR"]) / "server.log"
    commands = [["gunicorn", application, "--bind", address, "--threads", "4"], *([["hoanhap", *also]] if also else [])]
    with log.open("wb") as out:
        processes = [
            subprocess.Popen([str(BIN / name), *words], env=env, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT)
            for name, *words in commands
        ]
        try:
            wait_for(f"http://{address}/", processes[0], log)
            yield f"http://{address}"
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait(timeout=20)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demo, served by gunicorn from a database of its own."""
    env = demo(tmp_path_factory.mktemp("served"), people=100)
    prepare = [sys.executable, "-m", "tests.browser.prepare"]
    settings = {"DJANGO_SETTINGS_MODULE": "hoanhap.project.settings"}
    subprocess.run(prepare, env=env | settings, cwd=ROOT, check=True)
    with serving("hoanhap.project.wsgi", env, "db_worker", "--no-startup-delay") as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; one for each file, because Playwright's loop must not run under other tests."""
    path = os.environ.get("CHROMIUM") or next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("no Chromium here; CHROMIUM=path names one")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


def signed_in(browser: Browser, address: str, sign_in: str) -> BrowserContext:
    """A window of its own at this address, in which somebody of the cast has signed in; "" is a visitor."""
    window = browser.new_context(base_url=address, locale="vi-VN", reduced_motion="reduce")
    window.set_default_timeout(15_000)
    if sign_in:
        page = window.new_page()
        page.goto(SIGN_IN)
        page.locator(f'button[name="login"][value="{sign_in}"]').first.click()
        page.wait_for_url(lambda url: SIGN_IN not in url)
        page.close()
    return window


@pytest.fixture(scope="module")
def contexts(browser: Browser, served: str) -> Iterator[Callable[[str], BrowserContext]]:
    """The browser windows of the cast: ``contexts("can-bo")`` has signed in once and stays so."""
    known: dict[str, BrowserContext] = {}

    def context(sign_in: str) -> BrowserContext:
        if sign_in not in known:
            known[sign_in] = signed_in(browser, served, sign_in)
        return known[sign_in]

    yield context
    for one in known.values():
        one.close()


@pytest.fixture
def visit(contexts: Callable[[str], BrowserContext]) -> Iterator[Callable[[str, int], Page]]:
    """``visit("can-bo", 360)``: a window of that width; sign-in "" is a visitor."""
    pages: list[Page] = []

    def window(sign_in: str, width: int) -> Page:
        page = contexts(sign_in).new_page()
        page.set_viewport_size({"width": width, "height": 900 if width > 600 else 740})
        pages.append(page)
        return page

    yield window
    for page in pages:
        page.close()


@pytest.fixture
def new_window(browser: Browser, served: str) -> Iterator[Callable[..., Page]]:
    """``new_window()``: a window that nobody has used before; what it is given goes to Playwright's context."""
    opened: list[BrowserContext] = []

    def window(**wishes: Any) -> Page:
        opened.append(browser.new_context(base_url=served, locale="vi-VN", reduced_motion="reduce", **wishes))
        opened[-1].set_default_timeout(15_000)
        return opened[-1].new_page()

    yield window
    for one in opened:
        one.close()
