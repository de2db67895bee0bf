"""``python -m bench``: measure the goals of performance.md and print what was found. Asserts nothing.

Exit status 0 however slow or unequal; 1 where something could not be measured at all; 2 for a wrong argument.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import goals, harness, printing
from bench.scratch import Scratch, scratch

if TYPE_CHECKING:
    from bench.world import World


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """What was asked for. Exits with 2 where it makes no sense."""
    parser = argparse.ArgumentParser(
        prog="bench", description="Measure speed against references taken in the same run."
    )
    numbers = [goal.number for goal in goals.ALL]
    parser.add_argument("--only", default="", metavar="P7,P9", help=f"these goals only: {', '.join(numbers)}")
    parser.add_argument(
        "--rounds", type=int, default=harness.LEAST_ROUNDS, help="rounds of each comparison, at least 5"
    )
    parser.add_argument("--attempts", type=int, default=3, help="how often a void run is taken (default 3)")
    parser.add_argument("--communes", type=_size, default=579, help="communes that run models (579)")
    parser.add_argument("--rows", type=_size, default=0, help="deployments altogether (three for each commune)")
    parser.add_argument("--entries", type=_size, default=100_000, help="entries of the audit log (100000)")
    parser.add_argument(
        "--people",
        type=_sizes,
        default=[20_000],
        metavar="20000,250000",
        help="people on file (20000); several sizes: one after the other, with the growth",
    )
    parser.add_argument("--accounts", type=_size, default=250, help="accounts with a post each (250)")
    parser.add_argument(
        "--database", default="", metavar="URL", help="a PostgreSQL server to make scratch databases on; default SQLite"
    )
    parser.add_argument(
        "--cpu", action="store_true", help="processor time instead of wall time: steadier where others work too"
    )
    parser.add_argument("--json", nargs="?", const="-", metavar="FILE", help="JSON to FILE, or instead of the table")
    asked = parser.parse_args(given)
    try:
        asked.numbers = harness.chosen(asked.only, numbers)
    except ValueError as error:
        parser.error(str(error))
    if asked.rounds < harness.LEAST_ROUNDS or asked.attempts < 1:
        parser.error(f"at least {harness.LEAST_ROUNDS} rounds and one attempt")
    return asked


def _size(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("not below 0")
    return number


def _sizes(text: str) -> list[int]:
    return sorted(_size(part) for part in text.split(","))


def measures() -> dict[str, "Callable[[World], harness.Measure | harness.Tally]"]:
    """What makes the measure of each goal. Needs Django to be set up."""
    from bench.measures import imports, load, people, reads, starts, writes

    return {
        goals.PROGRESS.number: reads.progress_page,
        goals.P12.number: reads.search,
        goals.P11.number: reads.scoped,
        goals.P7.number: reads.list_page,
        goals.P10.number: reads.queries,
        goals.P7_LIST.number: people.listed,
        goals.P7_TODAY.number: people.today,
        goals.P11_PEOPLE.number: people.scoped,
        goals.P12_PEOPLE.number: people.search,
        goals.P12_UNIT.number: people.search_in_unit,
        goals.IDENTIFIER.number: people.exact,
        goals.P9_FILE.number: people.opened,
        goals.P13.number: load.concurrency,
        goals.DUTIES.number: people.followed,
        goals.P9_EVENT.number: people.recorded,
        goals.P9_PERSON.number: people.registered,
        goals.P1_FLOOR.number: imports.merely_written,
        goals.P1.number: imports.from_csv,
        goals.P2.number: imports.from_xlsx,
        goals.P9.number: writes.create,
        goals.AUDIT.number: writes.verification,
        goals.P16.number: starts.cold_start,
        goals.P18.number: starts.migration,
    }


def run(asked: argparse.Namespace, place: Scratch) -> tuple[list[harness.Result], dict[str, Any]]:
    """Fill the scratch database, measure, and describe the run."""
    os.environ.update(place.environment(), DJANGO_SETTINGS_MODULE="hoanhap.project.settings")
    import django

    django.setup()
    from bench import population
    from bench.world import World

    sizes = population.Sizes(
        communes=asked.communes, rows=asked.rows, entries=asked.entries, accounts=asked.accounts, people=asked.people[0]
    )
    began = time.monotonic()
    _say(f"filling {place.engine}: {sizes}")
    population.fill(sizes)
    _say(f"filled in {time.monotonic() - began:.0f} s")
    world = World(sizes, place)
    makers = measures()
    by_number = {goal.number: goal for goal in goals.ALL}
    results = []
    for number in asked.numbers:
        _say(f"measuring {number}: {by_number[number].title}")
        try:
            results.append(_measured(makers[number], by_number[number], world, asked))
        finally:
            world.stop_server()
    return results, _described(asked, place)


def _measured(
    make: "Callable[[World], harness.Measure | harness.Tally]",
    goal: harness.Goal,
    world: "World",
    asked: argparse.Namespace,
) -> harness.Result:
    try:
        made = make(world)
        if isinstance(made, harness.Tally):
            return harness.tally(made)
        clock = processor_time if asked.cpu else time.perf_counter
        return harness.compare(made, rounds=asked.rounds, attempts=asked.attempts, clock=clock)
    except Exception as error:  # one goal that cannot be measured does not keep the others from being measured
        return harness.failed(goal, error)


def processor_time() -> float:
    """Seconds of work done by this process and the ended ones it started; a database server's are not among them."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _described(asked: argparse.Namespace, place: Scratch) -> dict[str, Any]:
    import django
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if place.engine == "sqlite" else "SHOW server_version")
        version = cursor.fetchone()[0]
    connection.close()
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "engine": place.engine,
        "engine_version": version,
        "python": platform.python_version(),
        "django": django.get_version(),
        "cpus": os.cpu_count(),
        "clock": "cpu" if asked.cpu else "wall",
        "rounds": asked.rounds,
        "void_spread": harness.VOID_SPREAD,
        "sizes": {name: getattr(asked, name) for name in ("communes", "rows", "entries", "accounts")}
        | {"people": asked.people[0]},
    }


def _say(sentence: str) -> None:
    print(f"• {sentence}", file=sys.stderr, flush=True)


def main() -> int:
    """Measure and print."""
    asked = arguments()
    if len(asked.people) > 1:
        return _each_size(asked)
    with scratch(asked.database) as place:
        results, described = run(asked, place)
    told = json.dumps(printing.as_json(results, described), ensure_ascii=False, indent=2)
    if asked.json == "-":
        print(told)
    else:
        _print(described, printing.as_table(results))
        if asked.json:
            with open(asked.json, "w", encoding="utf-8") as file:
                file.write(told + "\n")
    return int(any(result.verdict is harness.Verdict.FAILED for result in results))


def _print(described: dict[str, Any], table: str) -> None:
    said = {**described, **described["sizes"]}
    print(" · ".join(f"{name} {value}" for name, value in said.items() if not isinstance(value, dict)))
    print(table)


def _each_size(asked: argparse.Namespace) -> int:
    """One process for each number of people, on a database of its own, and the growth between them at the end."""
    runs, status = [], 0
    given = [word for word in sys.argv[1:] if not word.startswith(("--people", "--json"))]
    for name in ("--people", "--json"):
        if name in sys.argv:  # written with a blank: its value is a word of its own
            after = sys.argv[sys.argv.index(name) + 1 :][:1]
            given = [word for word in given if word not in after]
    with tempfile.TemporaryDirectory(prefix="hoanhap-bench-") as directory:
        for size in asked.people:
            file = Path(directory) / f"{size}.json"
            command = [sys.executable, "-m", "bench", *given, f"--people={size}", f"--json={file}"]
            status = max(status, subprocess.run(command, check=False).returncode)
            runs.append(json.loads(file.read_text(encoding="utf-8")))
    print(printing.as_growth(asked.people, [run["results"] for run in runs], goals.ALL))
    if asked.json and asked.json != "-":
        Path(asked.json).write_text(json.dumps(runs, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main())
