"""Several visitors at once, through a server with two workers."""

import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

from django.urls import reverse

from bench import goals
from bench.harness import Measure, Proof
from bench.world import ROOT, World

REQUESTS = 40


def concurrency(world: World) -> Measure:
    """Requests a second from four connections against one, two workers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    world.server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--workers", "2", "--bind", f"127.0.0.1:{port}", "hoanhap.project.wsgi"],
        env=world.environment(world.place.url), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = reverse("desk:people")
    member = world.officer
    statuses: list[int] = []

    def ask(_number: int) -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", address, headers={"Cookie": member.site.cookies, "Host": "localhost"})
        answer = connection.getresponse()
        answer.read()
        statuses.append(answer.status)
        connection.close()

    for _ in range(100):
        try:
            ask(0)
            break
        except OSError:
            time.sleep(0.2)
    statuses.clear()

    def from_connections(number: int) -> None:
        with ThreadPoolExecutor(number) as pool:
            list(pool.map(ask, range(REQUESTS)))

    def proof() -> Proof:
        good = sum(status == 200 for status in statuses)
        world.stop_server()
        return Proof(
            equal=good == len(statuses) and good > 0,
            counts={"answers": len(statuses), "good": good},
            difference=", ".join(f"status {status}" for status in sorted({*statuses} - {200})),
        )

    return Measure(
        goal=goals.P13,
        reference=lambda: from_connections(1),
        ours=lambda: from_connections(4),
        proof=proof,
        runs=1,
        work=REQUESTS,
        about=f"{REQUESTS} list pages from four connections; reference: from one; two workers, the client beside them",
    )
