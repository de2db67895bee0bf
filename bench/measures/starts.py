"""What needs processes of its own: starting, and making the tables."""

import subprocess
import sys
from collections.abc import Mapping

from bench import goals
from bench.harness import Measure, Proof
from bench.world import ROOT, World

OURS = """
from hoanhap.project.wsgi import application
from bench.site import Site
from django.urls import reverse
print(len(Site(application).get(reverse("account_login"))))
"""


def cold_start(world: World) -> Measure:
    """A new process until its first page (signing in) is answered, against the bare project's first page."""
    environment = world.environment(world.place.url)
    told = {"reference": 0, "ours": 0}

    def reference() -> None:
        told["reference"] = int(_run([sys.executable, "-m", "bench.bare_start"], environment))

    def ours() -> None:
        told["ours"] = int(_run([sys.executable, "-c", OURS], environment))

    return Measure(
        goal=goals.P16,
        reference=reference,
        ours=ours,
        proof=lambda: Proof(
            equal=all(told.values()), counts={f"characters, {side}": size for side, size in told.items()}
        ),
        runs=1,
        about="process start to first answer: sign-in page; bare: a new project with admin, its sign-in page",
    )


def migration(world: World) -> Measure:
    """All migrations into an empty database, against our own cold start."""
    start, empty = world.environment(world.place.url), world.environment(world.place.empty_url)
    command = [sys.executable, "-c", "from hoanhap.project.command_line import main; main()"]

    def ours() -> None:
        _run([*command, "migrate", "--no-input", "--verbosity", "0"], empty)

    def proof() -> Proof:
        plan = _run([*command, "showmigrations", "--plan"], empty)
        done, waiting = plan.count("[X]"), plan.count("[ ]")
        return Proof(equal=done > 0 and not waiting, counts={"migrations done": done, "waiting": waiting})

    return Measure(
        goal=goals.P18,
        reference=lambda: _run([sys.executable, "-c", OURS], start),
        ours=ours,
        proof=proof,
        runs=1,
        before_each=world.place.make_empty,
        about="hoanhap migrate; reference: our own cold start",
    )


def _run(command: list[str], environment: Mapping[str, str]) -> str:
    """What the command prints. Raises RuntimeError with its last words where it fails."""
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"exit status {done.returncode}: {done.stderr.strip()[-300:]}")
    return done.stdout.strip()
