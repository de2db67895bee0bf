"""Jobs of this app: reading a list of people. The file waits sealed, and goes once it is read."""

from io import BytesIO
from typing import BinaryIO
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import override
from django_tasks import task

from hoanhap.casework.people import lists
from hoanhap.casework.people.staging import opened_file, sealed_file
from hoanhap.ground.access import selectors as access
from hoanhap.ground.exchange import actions as exchange
from hoanhap.ground.exchange import selectors as staged
from hoanhap.ground.exchange.models import ImportRun
from hoanhap.ground.kernel import clock
from hoanhap.ground.kernel.permissions import Actor


def take(*, by: Actor, file: BinaryIO) -> ImportRun:
    """Open an import of an uploaded file and let the worker read it. Raises Refusal as ``lists.take_list``."""
    with transaction.atomic():
        run = lists.take_list(by=by, file=file)
        name = f"lists/{uuid4().hex}"
        file.seek(0)
        default_storage.save(name, ContentFile(sealed_file(name, file.read())))
        read_people_list.enqueue(str(run.pk), name, by.user, by.post)
        return run


@task()
def read_people_list(run: str, file_name: str, user: str, post: str) -> None:
    """Read and check an uploaded list as the user who uploaded it, in the post of then."""
    actor, language = access.actor_by_reference(user=user, post=post, on=clock.today())
    try:
        with override(language), default_storage.open(file_name) as file:
            found = staged.import_run(by=actor, pk=UUID(run), kind=lists.KIND)
            _read(actor, found, BytesIO(opened_file(file_name, file.read())))
    finally:
        default_storage.delete(file_name)


def _read(actor: Actor, run: ImportRun, file: BinaryIO) -> None:
    """Read the list; should the reading itself break, the page says so instead of waiting for ever."""
    try:
        lists.read_into(by=actor, run=run, file=file)
    except Exception:
        exchange.refuse_import(by=actor, run=run)
        raise
