"""``hoanhap demo``: fills the database with synthetic people and figures; ``--list`` tells who may sign in."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from hoanhap.demo.actions import make_cast
from hoanhap.demo.cast import CAST
from hoanhap.demo.rollout import make_rollout
from hoanhap.ground.kernel.permissions import SYSTEM


class Command(BaseCommand):
    """Adds the demo to a database that ``hoanhap init`` has made. May be run again."""

    help = "Adds the demo: accounts for every role, and the roll-out of the models up to 2023."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--list", action="store_true", help="only list the demo sign-ins")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self._list(as_json=options["json"])
            return
        cast = make_cast(by=SYSTEM)
        deployments = make_rollout(by=SYSTEM)
        made = {"accounts": cast.new_accounts, "posts": cast.new_posts, "deployments": deployments}
        if options["json"]:
            self.stdout.write(json.dumps(made))
        elif any(made.values()):
            self.stdout.write(
                f"Demo: {cast.new_accounts} tài khoản, {cast.new_posts} vị trí, {deployments} lượt triển khai mô hình."
            )
            if not settings.DEMO:
                self.stdout.write("Các tài khoản đang đóng; chạy lại với HOANHAP_DEMO=1 để mở.")
        else:
            self.stdout.write("Demo: đã có từ trước, không thay đổi gì.")

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
