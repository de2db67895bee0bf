"""On PostgreSQL, an index that finds units by any part of their name; SQLite reads the 1,300 rows instead."""

from django.db import Error, migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def add_trigram_index(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Where the server offers pg_trgm and lets us install it; elsewhere the search works without."""
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
                    "CREATE INDEX IF NOT EXISTS place_search_part ON places_place USING gin (search_key gin_trgm_ops)"
                )
        except Error:  # no right to install extensions
            return


def remove_trigram_index(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The extension stays: others may use it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS place_search_part")


class Migration(migrations.Migration):
    dependencies = [("places", "0001_units_through_time")]

    operations = [migrations.RunPython(add_trigram_index, remove_trigram_index)]
