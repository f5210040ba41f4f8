"""Triggers, for both databases, that refuse to change or delete the rows of a table."""

from collections.abc import Callable

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

REFUSAL = "只能新增的记录不能修改或删除"

POSTGRESQL = """
CREATE OR REPLACE FUNCTION append_only_refusal() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION append_only_refusal();
"""
Operation = Callable[[object, BaseDatabaseSchemaEditor], None]
SQLITE = (
    "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}"
    " BEGIN SELECT RAISE(ABORT, '{refusal}'); END",
    "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}"
    " BEGIN SELECT RAISE(ABORT, '{refusal}'); END",
)


def protect(table: str) -> RunPython:
    """The migration operation that makes `table` append-only."""
    return RunPython(*operations(table))


def unprotect(table: str) -> RunPython:
    """Lifts it while a migration changes the table: SQLite builds the table anew, without it."""
    return RunPython(*reversed(operations(table)))


def operations(table: str) -> tuple[Operation, Operation]:
    def forwards(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        statements = (POSTGRESQL,) if editor.connection.vendor == "postgresql" else SQLITE
        for statement in statements:
            editor.execute(statement.format(table=table, refusal=REFUSAL))

    def backwards(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        else:
            editor.execute(f"DROP TRIGGER {table}_no_update")
            editor.execute(f"DROP TRIGGER {table}_no_delete")

    return forwards, backwards
