"""``hoanhap init``, run as a command of its own, on databases of its own."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

KEYS = {
    "secret_key",
    "second_factor_key",
    "sealing_key",
    "blind_index_key",
    "audit_signing_key.pem",
    "audit_public_key.pem",
}


def init(var: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command with an installation of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HOANHAP", "DATABASE", "DJANGO"))}
    return subprocess.run(
        [sys.executable, "-m", "hoanhap", "init"]
        if (Path(__file__).parents[2] / "src/hoanhap/__main__.py").exists()
        else [sys.executable, "-c", "from hoanhap.project.command_line import main; main()", "init"],
        env=kept | {"HOANHAP_VAR": str(var), "PYTHONPATH": "src"} | environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.slow
def test_it_makes_keys_tables_and_reference_data_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    first = init(tmp_path / "var")
    assert first.returncode == 0, first.stderr
    keys = {path.name: path for path in (tmp_path / "var" / "keys").iterdir()}
    assert set(keys) == KEYS
    for name in KEYS - {"audit_public_key.pem"}:
        assert stat.S_IMODE(keys[name].stat().st_mode) == 0o600
    before = {name: path.read_bytes() for name, path in keys.items()}
    again = init(tmp_path / "var")
    assert again.returncode == 0, again.stderr
    assert again.stdout.count("không có gì thay đổi") == 3
    assert {name: path.read_bytes() for name, path in keys.items()} == before


def test_an_unwritable_directory_is_one_sentence_and_status_2(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = init(tmp_path / "file" / "var")
    assert result.returncode == 2
    assert "Không ghi được" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_unreachable_database_is_one_sentence_without_its_password_and_status_2(tmp_path: Path) -> None:
    result = init(tmp_path / "var", DATABASE_URL="postgres://somebody:geheim@127.0.0.1:1/nowhere")
    assert result.returncode == 2
    assert "cơ sở dữ liệu" in result.stderr
    assert "Traceback" not in result.stderr
    assert "geheim" not in result.stdout + result.stderr
