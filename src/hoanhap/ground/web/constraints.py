"""Migration operations for promises that Django's own constraints do not keep on both engines.

``AppendOnly`` refuses every change and removal of rows; ``NoOverlap`` refuses two closed ranges of days that share
a day; ``Refuses`` refuses rows on a condition that looks at other rows. A broken promise is a
``django.db.IntegrityError`` whose message holds the constraint's name.

**SQLite.** Django alters a table there by building a new one, and triggers go down with the old one. So a
migration that alters such a table (or renames it) repeats the operation as its last step; both operations
replace what stands. ``missing_promises`` names what a forgotten repetition has lost; a test finds none.
"""

from collections.abc import Iterator, Sequence

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class Promise(Operation):
    """Something a table keeps by itself. Subclasses say how, in SQL, on each engine."""

    reduces_to_sql = True
    reversible = True
    name: str
    table: str

    def names(self, vendor: str) -> list[str]:
        """The triggers (or, on PostgreSQL, constraints) that keep the promise."""
        raise NotImplementedError

    def making(self, vendor: str) -> list[str]:
        """Statements that make the promise where it is not made."""
        raise NotImplementedError

    def lifting(self, vendor: str) -> list[str]:
        """Statements that take the promise back where it was made, and are harmless where it was not."""
        raise NotImplementedError

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Models know nothing of it."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: object, to_state: object
    ) -> None:
        """Make the promise, replacing an earlier one of the same name."""
        vendor = schema_editor.connection.vendor
        for statement in [*self.lifting(vendor), *self.making(vendor)]:
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: object, to_state: object
    ) -> None:
        """Take the promise back."""
        for statement in self.lifting(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        """One line for ``migrate --plan``."""
        return f"Promise {self.name} on {self.table}"

    @property
    def migration_name_fragment(self) -> str:
        """Part of an automatic migration name."""
        return self.name


class AppendOnly(Promise):
    """Rows of ``table`` are added, never changed or removed by UPDATE, DELETE, TRUNCATE, upsert or REPLACE.

    ``unique`` lists every unique key of the table, its primary key too, as column names: SQLite's INSERT OR
    REPLACE removes the rows it collides with without a word to the DELETE trigger, so a trigger before each
    insert looks for the collision. (A rowid that was not given reads -1 there: the table must refuse negative
    keys by a check.)

    >>> AppendOnly("audit_entry", unique=[("id",), ("chain", "seq")]).name
    'audit_entry_append_only'
    """

    def __init__(self, table: str, unique: Sequence[Sequence[str]]) -> None:
        self.table = table
        self.unique = unique
        self.name = f"{table}_append_only"

    def names(self, vendor: str) -> list[str]:
        if vendor == "postgresql":
            return [self.name]
        return [f"{self.name}_{statement}" for statement in ("insert", "update", "delete")]

    def making(self, vendor: str) -> list[str]:
        words = f"{self.name}: rows are added, never changed or removed"
        if vendor == "postgresql":
            # For each statement, so that one that meets no row is refused as well. ALWAYS: it also fires
            # where session_replication_role switches ordinary triggers off.
            return [
                f"""CREATE FUNCTION "{self.name}"() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
                        MESSAGE = '{words}', TABLE = '{self.table}', CONSTRAINT = '{self.name}';
                END $$""",
                f"""CREATE TRIGGER "{self.name}" BEFORE UPDATE OR DELETE OR TRUNCATE ON "{self.table}"
                FOR EACH STATEMENT EXECUTE FUNCTION "{self.name}"()""",
                f'ALTER TABLE "{self.table}" ENABLE ALWAYS TRIGGER "{self.name}"',
            ]
        taken = " OR ".join(
            f'EXISTS (SELECT 1 FROM "{self.table}" WHERE '  # noqa: S608
            + " AND ".join(f'"{column}" = NEW."{column}"' for column in key)
            + ")"
            for key in self.unique
        )
        conditions = {"insert": f"WHEN {taken}", "update": "", "delete": ""}
        return [
            f'CREATE TRIGGER "{self.name}_{statement}" BEFORE {statement.upper()} ON "{self.table}" '
            f"{condition} BEGIN SELECT RAISE(ABORT, '{words}'); END"
            for statement, condition in conditions.items()
        ]

    def lifting(self, vendor: str) -> list[str]:
        if vendor == "postgresql":
            return [
                f'DROP TRIGGER IF EXISTS "{self.name}" ON "{self.table}"',
                f'DROP FUNCTION IF EXISTS "{self.name}"()',
            ]
        return [f'DROP TRIGGER IF EXISTS "{name}"' for name in self.names(vendor)]


class NoOverlap(Promise):
    """No two rows of ``table`` with the same ``keys`` share a day from ``start`` to ``end``, both included.

    An empty ``end`` means "until further notice". Empty keys never collide. ``condition``: SQL over the table's
    own columns; only rows that meet it are held against each other. That a range does not end before it starts
    is left to a check constraint. A statement is judged row by row: end the old range, then open the new one.
    """

    def __init__(self, name: str, table: str, keys: Sequence[str], start: str, end: str, condition: str = "") -> None:
        self.name = name
        self.table = table
        self.keys = keys
        self.start = start
        self.end = end
        self.condition = condition

    def names(self, vendor: str) -> list[str]:
        return [self.name] if vendor == "postgresql" else [f"{self.name}_insert", f"{self.name}_update"]

    def making(self, vendor: str) -> list[str]:
        table, start, end = f'"{self.table}"', f'"{self.start}"', f'"{self.end}"'
        if vendor == "postgresql":
            keys = "".join(f'"{key}" WITH =, ' for key in self.keys)
            where = f"WHERE ({self.condition})" if self.condition else ""
            return [
                "CREATE EXTENSION IF NOT EXISTS btree_gist",
                f'ALTER TABLE {table} ADD CONSTRAINT "{self.name}" '
                f"EXCLUDE USING gist ({keys}daterange({start}, {end}, '[]') WITH &&) {where}",
            ]
        condition = f"AND ({self.condition})" if self.condition else ""
        same = "".join(f'AND "{key}" = NEW."{key}" ' for key in self.keys)
        # After the row stands in the table, so that the condition is read from it like from any other row.
        collides = f"""
            EXISTS (SELECT 1 FROM {table} WHERE rowid = NEW.rowid {condition})
            AND EXISTS (SELECT 1 FROM {table} WHERE rowid <> NEW.rowid {same}
                AND {start} <= coalesce(NEW.{end}, '9999-12-31')
                AND coalesce({end}, '9999-12-31') >= NEW.{start} {condition})"""  # noqa: S608
        return [
            f'CREATE TRIGGER "{self.name}_{statement}" AFTER {statement.upper()} ON {table} WHEN {collides} '
            f"BEGIN SELECT RAISE(ABORT, '{self.name}: the days overlap'); END"
            for statement in ("insert", "update")
        ]

    def lifting(self, vendor: str) -> list[str]:
        if vendor == "postgresql":
            return [f'ALTER TABLE "{self.table}" DROP CONSTRAINT IF EXISTS "{self.name}"']
        return [f'DROP TRIGGER IF EXISTS "{name}"' for name in self.names(vendor)]


class Refuses(Promise):
    """No row of ``table`` is inserted (or updated: ``on``) for which ``condition`` holds.

    ``condition`` is SQL that both engines read, over ``NEW`` and, where rows are updated, ``OLD``. For what a check
    constraint cannot ask because it looks at other rows. ``sqlite``: the same where SQLite says it differently.
    """

    def __init__(self, name: str, table: str, condition: str, on: str = "INSERT", *, sqlite: str = "") -> None:
        self.name = name
        self.table = table
        self.condition = condition
        self.on = on
        self.sqlite = sqlite or condition

    def names(self, vendor: str) -> list[str]:
        return [self.name]

    def making(self, vendor: str) -> list[str]:
        words = f"{self.name}: refused"
        if vendor == "postgresql":
            return [
                f"""CREATE FUNCTION "{self.name}"() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF {self.condition} THEN
                        RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
                            MESSAGE = '{words}', TABLE = '{self.table}', CONSTRAINT = '{self.name}';
                    END IF;
                    RETURN NEW;
                END $$""",
                f"""CREATE TRIGGER "{self.name}" BEFORE {self.on} ON "{self.table}"
                FOR EACH ROW EXECUTE FUNCTION "{self.name}"()""",
                f'ALTER TABLE "{self.table}" ENABLE ALWAYS TRIGGER "{self.name}"',
            ]
        return [
            f'CREATE TRIGGER "{self.name}" BEFORE {self.on} ON "{self.table}" WHEN {self.sqlite} '
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        ]

    def lifting(self, vendor: str) -> list[str]:
        if vendor == "postgresql":
            return [
                f'DROP TRIGGER IF EXISTS "{self.name}" ON "{self.table}"',
                f'DROP FUNCTION IF EXISTS "{self.name}"()',
            ]
        return [f'DROP TRIGGER IF EXISTS "{self.name}"']


class Lifted(Operation):
    """A promise is taken back for good: its table is renamed, and promises anew under its new name, or goes."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, promise: Promise) -> None:
        self.promise = promise

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Models know nothing of it."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: object, to_state: object
    ) -> None:
        """Take the promise back."""
        self.promise.database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: object, to_state: object
    ) -> None:
        """Make it again."""
        self.promise.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """One line for ``migrate --plan``."""
        return f"Lift promise {self.promise.name} on {self.promise.table}"

    @property
    def migration_name_fragment(self) -> str:
        """Part of an automatic migration name."""
        return f"lift_{self.promise.name}"


def declared_promises() -> Iterator[Promise]:
    """Every promise that a migration of any app makes and none takes back."""
    operations = [one for migration in MigrationLoader(None).disk_migrations.values() for one in migration.operations]
    lifted = {operation.promise.name for operation in operations if isinstance(operation, Lifted)}
    for operation in operations:
        if isinstance(operation, Promise) and operation.name not in lifted:
            yield operation


def missing_promises(connection: BaseDatabaseWrapper) -> set[str]:
    """Triggers and constraints that the migrations declare and the database has not, or has switched off."""
    vendor = connection.vendor
    expected = {name for promise in declared_promises() for name in promise.names(vendor)}
    standing = (
        "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' UNION SELECT conname FROM pg_constraint"
        if vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(standing)
        return expected - {name for (name,) in cursor.fetchall()}
