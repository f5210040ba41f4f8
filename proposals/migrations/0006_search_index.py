import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = ("CREATE VIRTUAL TABLE proposals_searchindex USING fts5(terms, tokenize='unicode61')",)
# The planner does not count what vectors cost that lie outside the table, and would read them all.
# Vectors do not grow smaller by compression, only slower.
POSTGRESQL = (
    "CREATE TABLE proposals_searchindex (rowid bigint PRIMARY KEY, terms tsvector NOT NULL)",
    "ALTER TABLE proposals_searchindex ALTER terms SET STORAGE EXTERNAL",
    "CREATE INDEX proposals_searchindex_terms ON proposals_searchindex USING gin (terms)"
    " WITH (fastupdate = off)",
    "CREATE FUNCTION proposals_searchhits(tsquery) RETURNS TABLE (document bigint, part bigint)"
    " LANGUAGE sql STABLE SET enable_seqscan = off AS $$"
    " SELECT rowid >> 10, min(rowid & 1023) FROM proposals_searchindex"
    " WHERE terms @@ $1 GROUP BY 1 $$",
)


def make(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """What is there already is indexed by load_proposals or reindex_proposals."""
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


def drop(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION proposals_searchhits(tsquery)")
    editor.execute("DROP TABLE proposals_searchindex")


class Migration(migrations.Migration):
    dependencies = [("proposals", "0005_life_cycle")]

    operations = [
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "handling",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="search_documents",
                        to="proposals.handling",
                        verbose_name="办理",
                    ),
                ),
                (
                    "issued",
                    models.OneToOneField(
                        blank=True,
                        help_text="空：来文",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="search_document",
                        to="proposals.issuedletter",
                        verbose_name="公文",
                    ),
                ),
            ],
            options={
                "verbose_name": "检索条目",
                "verbose_name_plural": "检索条目",
                "ordering": ["id"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("issued", None)),
                        fields=("handling",),
                        name="searchdocument_once",
                    )
                ],
            },
        ),
        migrations.RunPython(make, drop),
    ]
