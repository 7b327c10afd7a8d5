"""A household's own word that neighbours may be told of it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0020_devices'),
    ]

    operations = [
        migrations.AddField(
            model_name='household',
            name='consent_at',
            field=models.DateTimeField(null=True),
        ),
    ]
