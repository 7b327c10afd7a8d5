"""A sign-in card says who could have made it; of those that were made before nobody is known."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0037_closing'),
    ]

    operations = [
        migrations.AddField(
            model_name='signinlink',
            name='hands',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
        ),
    ]
