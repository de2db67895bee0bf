"""Imports point down, the list of layers is complete, and an app is read from urls down to choices."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.meta import checks

PYPROJECT = (checks.ROOT / "pyproject.toml").read_text(encoding="utf-8")


def packages() -> dict[str, list[str]]:
    """The wings, and the rooms of each wing, as they stand on disk."""
    listed = checks.layers(PYPROJECT)
    return {
        container: sorted(
            path.parent.name for path in (checks.SOURCE.parent / container.replace(".", "/")).glob("*/__init__.py")
        )
        for container in listed
    }


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the project in ``folder``."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    return subprocess.run(
        [*command, "--no-cache", "--config", str(folder / "pyproject.toml")],
        cwd=folder, env={"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the source tree in which violations can be planted."""
    ignored = shutil.ignore_patterns("static", "templates", "locale", "reference", "migrations", "__pycache__")
    shutil.copytree(checks.SOURCE, tmp_path / "src" / "hoanhap", ignore=ignored)
    (tmp_path / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    return tmp_path


def test_every_room_has_a_layer_and_every_contract_is_exhaustive() -> None:
    checks.nothing(checks.layer_faults(PYPROJECT, packages()))


def test_a_room_without_a_layer_a_built_room_in_parentheses_and_a_loose_contract_are_noticed() -> None:
    contract = """
    [[tool.importlinter.contracts]]
    name = "The house"
    type = "layers"
    containers = ["house"]
    layers = ["roof", "(attic)", "cellar"]
    """
    assert checks.layer_faults(contract, {"house": ["attic", "cellar", "roof", "tower"]}) == [
        "The house: not exhaustive",
        "house.tower: in no layer",
        "house.attic: built, so no parentheses",
    ]


@pytest.mark.slow
def test_imports_point_down() -> None:
    done = lint(checks.ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_an_import_that_points_up_is_noticed(copy: Path) -> None:
    (copy / "src/hoanhap/ground/kernel/planted.py").write_text("import hoanhap.doors.desk\n", encoding="utf-8")
    done = lint(copy)
    assert done.returncode != 0
    assert "hoanhap.ground.kernel.planted -> hoanhap.doors.desk" in done.stdout


def test_inside_an_app_nothing_imports_what_stands_above_it() -> None:
    faults = [
        fault
        for path in checks.modules()
        for fault in checks.inside_faults(checks.dotted(path), path.read_text(encoding="utf-8"))
    ]
    checks.nothing(faults)


def test_a_selector_that_imports_an_action_is_noticed() -> None:
    text = "from hoanhap.ground.places import actions\n"
    assert checks.inside_faults("hoanhap.ground.places.selectors", text) == [
        "hoanhap.ground.places.selectors imports actions"
    ]
    assert checks.inside_faults("hoanhap.ground.places.views", text) == []
