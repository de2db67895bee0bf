"""``make run``: the demo, from an empty checkout to an address with people one can sign in as.

Starts the web (gunicorn) and the job worker, waits for the first page, prints the address and the demo
sign-ins, and runs until Ctrl-C. ``--only-fill`` stops after the data. ``PORT`` chooses the port; a taken one
is skipped.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
HOANHAP = str(BIN / "hoanhap")
ENV = {**os.environ, "HOANHAP_DEMO": "1"}
HOST = "127.0.0.1"
FIRST_PAGE_SECONDS = 60


def stop(sentence: str) -> NoReturn:
    """End with one clear line."""
    sys.stderr.write(f"✗ {sentence}\n")
    raise SystemExit(1)


def say(sentence: str) -> None:
    """Say what is being done now."""
    print(f"• {sentence}", flush=True)


def fill() -> None:
    """Database, reference data and demo; commands that find their work done end at once."""
    for sentence, command in (
        ("Tạo cơ sở dữ liệu, nạp danh mục · database and reference data", ["init"]),
        ("Nạp dữ liệu mẫu, khoảng nửa phút · demo data, half a minute", ["demo", "--people", "600"]),
        ("Gom tệp tĩnh · static files", ["collectstatic", "--no-input", "--verbosity", "0"]),
    ):
        say(sentence)
        done = subprocess.run([HOANHAP, *command], env=ENV, cwd=ROOT, check=False)
        if done.returncode:
            stop(f"Lệnh `hoanhap {command[0]}` không xong, xem trên / this command failed, see above")


def free_port(first: int) -> int:
    """The first port from ``first`` on that nobody uses."""
    for port in range(first, first + 50):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    stop(f"Không còn cổng trống từ {first} / no free port from {first} on")


def start(port: int) -> dict[str, subprocess.Popen[bytes]]:
    """The two processes of the product: web and jobs."""
    web = [str(BIN / "gunicorn"), "hoanhap.project.wsgi", "--bind", f"{HOST}:{port}", "--workers", "2"]
    commands = {
        "web": [*web, "--threads", "2", "--log-level", "warning"],
        "việc nền/jobs": [HOANHAP, "db_worker"],
    }
    return {
        name: subprocess.Popen(command, env=ENV, cwd=ROOT, start_new_session=True) for name, command in commands.items()
    }


def watch(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Refuse to go on when one of the processes has ended."""
    for name, child in children.items():
        if child.poll() is not None:
            stop(f"Tiến trình {name} đã dừng, mã {child.returncode} / process {name} ended")


def wait_for_first_page(address: str, children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Wait until the first page answers."""
    deadline = time.monotonic() + FIRST_PAGE_SECONDS
    while time.monotonic() < deadline:
        watch(children)
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except urllib.error.HTTPError as error:
            stop(f"Trang đầu báo lỗi {error.code} / the first page answers {error.code}")
        except OSError:
            time.sleep(0.3)
    stop(f"Trang đầu không trả lời sau {FIRST_PAGE_SECONDS} giây / the first page does not answer")


def sign_ins() -> list[dict[str, object]]:
    """The demo's sign-ins, as ``hoanhap demo --list --json`` tells them."""
    done = subprocess.run(
        [HOANHAP, "demo", "--list", "--json"], env=ENV, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        stop("Không đọc được danh sách đăng nhập / cannot list the sign-ins: " + done.stderr.strip()[-200:])
    told: list[dict[str, object]] = json.loads(done.stdout)
    return told


def _words(value: object) -> str:
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)


def show(address: str) -> None:
    """The address and who can sign in."""
    rows = [{name: _words(value) for name, value in row.items()} for row in sign_ins()]
    columns = list(rows[0]) if rows else []
    widths = {name: max(len(row[name]) for row in [*rows, {name: name}]) for name in columns}
    print(f"\n  Hòa Nhập: {address}\n\n  Đăng nhập thử · demo sign-ins", flush=True)
    for row in [dict(zip(columns, columns, strict=True)), *rows]:
        print("    " + "  ".join(row[name].ljust(widths[name]) for name in columns).rstrip())
    print("\n  Ctrl-C để dừng · Ctrl-C stops\n", flush=True)


def end(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask both processes to end, and make them if they do not."""
    for child in children.values():
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    for child in children.values():
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def on_signal(number: int, _frame: FrameType | None) -> NoReturn:
    """A polite request to end is the same as Ctrl-C."""
    raise KeyboardInterrupt


def main() -> None:
    """Run the demo until Ctrl-C."""
    fill()
    if "--only-fill" in sys.argv:
        return
    port = free_port(int(os.environ.get("PORT", "8000")))
    signal.signal(signal.SIGTERM, on_signal)
    children = start(port)
    try:
        wait_for_first_page(f"http://{HOST}:{port}/", children)
        show(f"http://{HOST}:{port}/")
        while True:
            watch(children)
            time.sleep(1)
    except KeyboardInterrupt:
        say("Đang dừng · stopping")
    finally:
        end(children)


if __name__ == "__main__":
    main()
