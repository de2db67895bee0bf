"""Jobs of this app. The worker runs them; ``make run`` and the systemd unit start one."""

from typing import BinaryIO, cast
from uuid import UUID

from django.core.files.storage import default_storage
from django.utils.translation import override
from django_tasks import task

from hoanhap.casework.programmes import list_actions
from hoanhap.ground.access import selectors as access
from hoanhap.ground.exchange import actions as exchange
from hoanhap.ground.exchange import selectors as staged
from hoanhap.ground.exchange.models import ImportRun
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import Actor


@task()
def read_deployment_list(run: str, file_name: str, user: str, post: str) -> None:
    """Read and check an uploaded list as the user who uploaded it, in the post of then; the file goes afterwards."""
    actor, language = access.actor_by_reference(user=user, post=post, on=clock.today())
    try:
        with override(language), default_storage.open(file_name) as file:
            found = staged.import_run(by=actor, pk=UUID(run), kind=list_actions.KIND)
            _read(actor, found, cast(BinaryIO, file.file))
    finally:
        default_storage.delete(file_name)


def _read(actor: Actor, run: ImportRun, file: BinaryIO) -> None:
    """Read the list; should the reading itself break, the page says so instead of waiting for ever."""
    try:
        list_actions.read_list(by=actor, run=run, file=file)
    except Exception:
        exchange.refuse_import(by=actor, run=run)
        raise
