import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = (
    "CREATE VIRTUAL TABLE proposals_searchindex USING fts5(head, body, tokenize='unicode61')",
)
# Vectors do not grow smaller by compression, only slower.
# The planner does not count what vectors cost that lie outside the table, and would read them all.
FUNCTION = (
    "CREATE FUNCTION {name}(tsquery) RETURNS SETOF bigint LANGUAGE sql STABLE"
    " SET enable_seqscan = off"
    " AS $$ SELECT rowid FROM proposals_searchindex WHERE {column} @@ $1 $$"
)
FUNCTIONS = {"proposals_searchheads": "head", "proposals_searchwords": "words"}
POSTGRESQL = (
    "CREATE TABLE proposals_searchindex (rowid bigint PRIMARY KEY, head tsvector NOT NULL,"
    " words tsvector NOT NULL, parts tsvector[] NOT NULL)",
    "ALTER TABLE proposals_searchindex ALTER words SET STORAGE EXTERNAL,"
    " ALTER parts SET STORAGE EXTERNAL",
    "CREATE INDEX proposals_searchindex_head ON proposals_searchindex USING gin (head)"
    " WITH (fastupdate = off)",
    "CREATE INDEX proposals_searchindex_words ON proposals_searchindex USING gin (words)"
    " WITH (fastupdate = off)",
    *(FUNCTION.format(name=name, column=column) for name, column in FUNCTIONS.items()),
)


def make(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """What is there already is indexed by load_proposals or reindex_proposals."""
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


def drop(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        for name in FUNCTIONS:
            editor.execute(f"DROP FUNCTION {name}(tsquery)")
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
                ("place", models.BigIntegerField(unique=True, verbose_name="次序")),
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
        migrations.CreateModel(
            name="TitlePair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("pair", models.CharField(max_length=64, verbose_name="词")),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="title_pairs",
                        to="proposals.proposal",
                        verbose_name="建议提案",
                    ),
                ),
            ],
            options={
                "verbose_name": "标题用词",
                "verbose_name_plural": "标题用词",
                "ordering": ["id"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("pair", "proposal"), name="titlepair_once")
                ],
            },
        ),
        migrations.RunPython(make, drop),
    ]
