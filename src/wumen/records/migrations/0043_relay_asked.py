"""The request as which an entry of a relay text stands."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0042_stock_transfers'),
    ]

    operations = [
        migrations.AddField(
            model_name='relayentry',
            name='asked',
            field=models.BigIntegerField(null=True),
        ),
    ]
