from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cixi_ip", "0002_event_append_only")]

    operations = [
        migrations.AddField(
            "user",
            "must_change_password",
            models.BooleanField("须修改密码", default=False),
        ),
    ]
