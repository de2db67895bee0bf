"""``python -m bench``: measure the goals of performance.md and print what was found. Asserts nothing.

Exit status 0 however slow or unequal; 1 where something could not be measured at all; 2 for a wrong argument.
"""

import argparse
import json
import os
import platform
import resource
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
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


def measures() -> dict[str, "Callable[[World], harness.Measure | harness.Tally]"]:
    """What makes the measure of each goal. Needs Django to be set up."""
    from bench.measures import reads, starts, writes

    return {
        goals.PROGRESS.number: reads.progress_page,
        goals.P12.number: reads.search,
        goals.P11.number: reads.scoped,
        goals.P7.number: reads.list_page,
        goals.P10.number: reads.queries,
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

    sizes = population.Sizes(communes=asked.communes, rows=asked.rows, entries=asked.entries, accounts=asked.accounts)
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
        results.append(_measured(makers[number], by_number[number], world, asked))
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
        "sizes": {name: getattr(asked, name) for name in ("communes", "rows", "entries", "accounts")},
    }


def _say(sentence: str) -> None:
    print(f"• {sentence}", file=sys.stderr, flush=True)


def main() -> int:
    """Measure and print."""
    asked = arguments()
    with scratch(asked.database) as place:
        results, described = run(asked, place)
    told = json.dumps(printing.as_json(results, described), ensure_ascii=False, indent=2)
    if asked.json == "-":
        print(told)
    else:
        print(" · ".join(f"{name} {value}" for name, value in described.items() if not isinstance(value, dict)))
        print(printing.as_table(results))
        if asked.json:
            with open(asked.json, "w", encoding="utf-8") as file:
                file.write(told + "\n")
    return int(any(result.verdict is harness.Verdict.FAILED for result in results))


if __name__ == "__main__":
    sys.exit(main())
