"""``hoanhap audit checkpoint`` and ``hoanhap audit verify``."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from hoanhap.ground.audit import actions, files, keys, presenters, selectors
from hoanhap.ground.kernel.permissions import SYSTEM


class Command(BaseCommand):
    """The audit log from the command line: sign it, verify it."""

    requires_system_checks: list[str] = []  # verifying rests on as little as possible
    help = "Sign the heads of the audit log's chains (checkpoint), or verify the whole log (verify)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        checkpoint = verbs.add_parser("checkpoint", help="write a signed checkpoint, to be held elsewhere")
        checkpoint.add_argument("--out", type=Path, metavar="FILE", help="default: in var/checkpoints")
        verify = verbs.add_parser("verify", help="verify every entry; exit status 1 when something is wrong")
        verify.add_argument("--checkpoint", type=Path, action="append", default=[], metavar="FILE")
        verify.add_argument("--public-key", type=Path, metavar="FILE", help="default: in var/keys")
        for verb in (checkpoint, verify):
            verb.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        {"checkpoint": self._checkpoint, "verify": self._verify}[verb](options)

    def _checkpoint(self, options: dict[str, Any]) -> None:
        with transaction.atomic():  # a checkpoint that reaches no file was never made
            document = actions.make_checkpoint(by=SYSTEM)
            path = options["out"] or settings.VAR / "checkpoints" / files.file_name(document)
            files.write_checkpoint(document, path)
        if options["json"]:
            stated = {name: document[name] for name in ("number", "made_at", "entries", "root", "key_id")}
            self._print({"file": str(path), "chains": len(document["chains"]), **stated})
        else:
            self.stdout.write(str(path))
            self.stderr.write(_("Now copy it to where this system's administrators cannot change it."))

    def _verify(self, options: dict[str, Any]) -> None:
        checkpoints = [files.read_checkpoint(path) for path in options["checkpoint"]]
        key = keys.public_key(options["public_key"]) if checkpoints else None
        verdict = selectors.verdict(by=SYSTEM, checkpoints=checkpoints, key=key)
        if options["json"]:
            bad = verdict.bad and asdict(verdict.bad)
            self._print({"ok": verdict.ok, "entries": verdict.entries, "chains": verdict.chains, "bad": bad})
        else:
            self.stdout.write(presenters.finding(verdict))
        if not verdict.ok:
            sys.exit(1)

    def _print(self, answer: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(answer, ensure_ascii=False))
