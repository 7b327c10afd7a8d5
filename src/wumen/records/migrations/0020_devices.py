"""Phones bound by a code to a post."""

import django.db.models.deletion
import uuid
import wumen.records.areas
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0019_round_sheets'),
    ]

    operations = [
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('code_key', models.BinaryField(unique=True)),
                ('made_at', models.DateTimeField()),
                ('code_until', models.DateTimeField()),
                ('lasts', models.TextField()),
                ('until_at', models.DateTimeField()),
                ('token_key', models.BinaryField(null=True, unique=True)),
                ('bound_at', models.DateTimeField(null=True)),
                ('seen_at', models.DateTimeField(null=True)),
                ('kind', models.TextField(blank=True, default='')),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='devices', to='wumen.post')),
            ],
            options={
                'db_table': 'device',
                'constraints': [models.UniqueConstraint(condition=models.Q(('bound_at__isnull', False), ('ended_at__isnull', True)), fields=('post',), name='device_one_a_post'), models.UniqueConstraint(condition=models.Q(('bound_at__isnull', True), ('ended_at__isnull', True)), fields=('post',), name='device_one_code_a_post'), models.CheckConstraint(condition=models.Q(models.Q(('bound_at', None), ('seen_at', None), ('token_key', None)), models.Q(('bound_at__isnull', False), ('seen_at__isnull', False), ('token_key__isnull', False)), _connector='OR'), name='device_bound_whole')],
            },
        ),
    ]
