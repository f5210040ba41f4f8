"""Emptying an SQLite test database although its triggers refuse to delete what is append-only."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


def flush_past_triggers(connection: "BaseDatabaseWrapper") -> None:
    """Let the flush after a transaction test take the triggers down and put them up again.

    PostgreSQL empties tables with TRUNCATE, which row triggers do not see.
    """
    flush = connection.ops.sql_flush

    def sql_flush(style: object, tables: list[str], **options: bool) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        down = [f'DROP TRIGGER "{name}"' for name, _sql in triggers]
        up = [sql for _name, sql in triggers]
        return [*down, *flush(style, tables, **options), *up]

    connection.ops.sql_flush = sql_flush
