"""Facts are added, never changed; one residence of a kind and one tie of a kind and holder at a time."""

from django.db import Error, migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from hoanhap.ground.web.constraints import AppendOnly, NoOverlap


def add_trigram_index(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """On PostgreSQL, where pg_trgm can be had: finds people by any word of their names without reading them all."""
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")
        if cursor.fetchone() is None:
            return
        try:
            with transaction.atomic(using=connection.alias):  # a savepoint: a refusal must not end the migration
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
                cursor.execute(
                    "CREATE INDEX IF NOT EXISTS person_search_part ON people_person USING gin (search_key gin_trgm_ops)"
                )
        except Error:  # no right to install extensions
            return


def remove_trigram_index(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The extension stays: others may use it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS person_search_part")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_people_and_ties")]

    operations = [
        AppendOnly("people_identityfact", unique=[("id",), ("replaces_id",)]),
        AppendOnly("people_residencefact", unique=[("id",), ("replaces_id",)]),
        AppendOnly("people_mergefact", unique=[("id",), ("replaces_id",)]),
        NoOverlap(
            "residence_one_of_a_kind_at_a_time",
            "people_residence",
            keys=["person_id", "kind"],
            start="from_on",
            end="to_on",
        ),
        NoOverlap(
            "tie_once_at_a_time",
            "people_tie",
            keys=["person_id", "holder", "kind"],
            start="from_on",
            end="to_on",
        ),
        migrations.RunPython(add_trigram_index, remove_trigram_index),
    ]
