"""``hoanhap administrator``: the first account, without which nobody could grant a post."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hoanhap.ground.access import actions
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import SYSTEM


class Command(BaseCommand):
    """Makes the first system administrator of a province, and prints the password of the first sign-in once."""

    help = "Tạo quản trị viên đầu tiên: in một lần mật khẩu ban đầu, phải đổi khi đăng nhập."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("sign_in", metavar="SIGN-IN", help="lower-case letters without marks, digits, hyphens")
        parser.add_argument("--name", required=True, help="full name")
        parser.add_argument("--decision", required=True, metavar="NUMBER", help="decision that gives the post")
        parser.add_argument("--province", default="01", metavar="CODE", help="two digits; default: 01, Hà Nội")

    def handle(self, *args: Any, **options: Any) -> None:
        password = actions.new_password()
        actions.make_first_administrator(
            by=SYSTEM,
            sign_in=options["sign_in"],
            full_name=options["name"],
            password=password,
            province=options["province"],
            decision_no=options["decision"],
            on=clock.today(),
        )
        self.stdout.write(f"Mật khẩu ban đầu (chỉ hiện một lần): {password}")
