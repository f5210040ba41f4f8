from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CODES = ("economy.gdp", "economy.patent_intensive_share")


def mark(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """What the fixture says of them; loading it again leaves rows that are there alone."""
    apps.get_model("stats", "Indicator").objects.filter(code__in=CODES).update(is_nominal=True)


class Migration(migrations.Migration):

    dependencies = [
        ('stats', '0006_registers'),
    ]

    operations = [
        migrations.AddField(
            model_name='indicator',
            name='is_nominal',
            field=models.BooleanField(default=False, help_text='按两年的数算出的增幅是名义增长，注明“现价”', verbose_name='按现价计算'),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
