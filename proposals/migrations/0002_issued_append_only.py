from django.db import migrations

from cixi_ip.append_only import protect


class Migration(migrations.Migration):
    dependencies = [("proposals", "0001_initial")]

    operations = [protect("proposals_issuedletter"), protect("proposals_letterfigure")]
