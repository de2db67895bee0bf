"""``hoanhap demo``: fills the database with synthetic people and figures; ``--list`` tells who may sign in."""

import json
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hoanhap.demo.actions import make_cast, make_population
from hoanhap.demo.cast import CAST
from hoanhap.demo.checker import check
from hoanhap.demo.rollout import make_rollout
from hoanhap.demo.teams import make_team
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.errors import Refusal
from hoanhap.ground.kernel.permissions import SYSTEM
from hoanhap.ground.web.refusals import words


class Command(BaseCommand):
    """Adds the demo to a database that ``hoanhap init`` has made. May be run again."""

    help = "Adds the demo: accounts for every role, the roll-out of the models up to 2023, and synthetic people."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=int, default=0, metavar="N", help="add so many synthetic people")
        parser.add_argument("--seed", type=int, default=270, metavar="S", help="the same seed gives the same people")
        parser.add_argument("--fast", action="store_true", help="write the people set-wise, not through the actions")
        parser.add_argument("--check", action="store_true", help="only prove that no file is impossible")
        parser.add_argument("--list", action="store_true", help="only list the demo sign-ins")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self._list(as_json=options["json"])
            return
        if options["check"]:
            self._check(as_json=options["json"])
            return
        cast = make_cast(by=SYSTEM)
        deployments = make_rollout(by=SYSTEM)
        make_team(by=SYSTEM)
        begun = time.monotonic()
        try:
            people = make_population(
                people=options["people"], seed=options["seed"], today=clock.today(), fast=options["fast"],
                tell=self._tell,
            )  # fmt: skip
        except Refusal as refusal:
            raise CommandError(words(refusal)) from None
        made = {
            "accounts": cast.new_accounts,
            "posts": cast.new_posts,
            "deployments": deployments,
            "people": people,
        }
        if options["json"]:
            self.stdout.write(json.dumps(made))
            return
        if people:
            self.stdout.write(f"Demo: {people} người mẫu trong {time.monotonic() - begun:.0f} giây.")
        if cast.new_accounts or cast.new_posts or deployments:
            self.stdout.write(
                f"Demo: {cast.new_accounts} tài khoản, {cast.new_posts} vị trí, {deployments} lượt triển khai mô hình."
            )
            if not settings.DEMO:
                self.stdout.write("Các tài khoản đang đóng; chạy lại với HOANHAP_DEMO=1 để mở.")
        elif not people:
            self.stdout.write("Demo: đã có từ trước, không thay đổi gì.")

    def _tell(self, done: int, of: int) -> None:
        """Progress on one line, where somebody watches."""
        if sys.stderr.isatty():
            self.stderr.write(f"\r  {100 * done // max(of, 1)} %", ending="" if done < of else "\n")
            self.stderr.flush()

    def _check(self, *, as_json: bool) -> None:
        findings = check()
        if as_json:
            self.stdout.write(json.dumps(findings.as_json(), ensure_ascii=False))
        else:
            told = findings.as_json()
            for name, number in told["looked_at"].items():
                wrong = told["faults"][name]
                self.stdout.write(f"{'✗' if wrong else '✓'} {name:<18}{number:>9}{f'  {wrong} lỗi' if wrong else ''}")
            for fault in told["first"]:
                self.stdout.write(f"  {fault['check']}: {fault['subject']}: {fault['what']}")
        if not findings.ok:
            sys.exit(1)

    def _list(self, *, as_json: bool) -> None:
        rows = [
            {
                "sign_in": member.sign_in,
                "password": settings.DEMO_PASSWORD,
                "name": member.full_name,
                "roles": [holding.role.value for holding in member.holdings],
            }
            for member in CAST
        ]
        if as_json:
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        for row in rows:
            self.stdout.write(f"{row['sign_in']:<24}{row['password']:<22}{row['name']}")
