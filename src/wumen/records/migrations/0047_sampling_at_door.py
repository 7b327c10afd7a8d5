"""Who is sampled at her door in a round because she cannot come down, and by which ground."""

import django.db.models.deletion
import uuid
import wumen.records.areas
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0046_gate'),
    ]

    operations = [
        migrations.CreateModel(
            name='SamplingAtDoor',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('resident', models.UUIDField(db_index=True)),
                ('ground', models.TextField()),
                ('door', models.BooleanField(default=True)),
                ('put_at', models.DateTimeField()),
                ('put_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='at_door', to='wumen.samplinground')),
            ],
            options={
                'db_table': 'sampling_at_door',
                'constraints': [models.UniqueConstraint(fields=('round', 'resident'), name='sampling_at_door_once'), models.CheckConstraint(condition=models.Q(('ground__in', ['register', 'knock', 'asked', 'before', 'hand'])), name='sampling_at_door_ground')],
            },
        ),
    ]
