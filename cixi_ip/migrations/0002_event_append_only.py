from django.db import migrations

from cixi_ip.append_only import protect


class Migration(migrations.Migration):
    dependencies = [("cixi_ip", "0001_initial")]

    operations = [protect("cixi_ip_event")]
