"""A sign-in card says who made it; of those that were made before nobody is known."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0036_meals'),
    ]

    operations = [
        migrations.AddField(
            model_name='signinlink',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember'),
        ),
    ]
