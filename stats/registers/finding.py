"""Where a word stands in a text field: as typed or in capitals, which codes are written in."""

from typing import Any

from django.db.models import F, Q
from django.db.models.lookups import Contains
from django.db.models.sql.compiler import SQLCompiler


class Stands(Contains):
    """`contains`: on SQLite LIKE knows no case, and without letters a place is found faster."""

    def as_sqlite(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Any]]:
        if self.rhs.lower() != self.rhs.upper():
            sql, given = super().as_sql(compiler, connection)
            return sql, [*given]
        text, params = self.process_lhs(compiler, connection)
        return f"INSTR({text}, %s) > 0", [*params, self.rhs]

    def as_postgresql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Any]]:
        words = dict.fromkeys((self.rhs, self.rhs.upper()))
        found = [Contains(self.lhs, word).as_sql(compiler, connection) for word in words]
        params = [each for _sql, given in found for each in given]
        return f"({' OR '.join(sql for sql, _given in found)})", params


def stands(path: str, word: str) -> Q:
    """The rows with a word in a field; a path leads to a field of another table."""
    return Q(Stands(F(path), word))
