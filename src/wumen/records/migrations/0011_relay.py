"""Pasted relay texts, their entries, and the texts for groups that were ticked as sent."""

import django.db.models.deletion
import uuid
import wumen.records.areas
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0009_sheets'),
    ]

    operations = [
        migrations.CreateModel(
            name='Relay',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('kind', models.TextField()),
                ('group_key', models.BinaryField()),
                ('text_sealed', models.BinaryField()),
                ('pasted_at', models.DateTimeField()),
                ('by', models.UUIDField()),
                ('follows', models.UUIDField(null=True)),
            ],
            options={
                'db_table': 'relay',
            },
        ),
        migrations.CreateModel(
            name='GroupSent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('matter', models.TextField()),
                ('group', models.SmallIntegerField()),
                ('sent_at', models.DateTimeField()),
                ('by', models.UUIDField()),
            ],
            options={
                'db_table': 'group_sent',
                'constraints': [models.UniqueConstraint(fields=('area', 'matter', 'group'), name='group_sent_once')],
            },
        ),
        migrations.CreateModel(
            name='RelayEntry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('place', models.IntegerField()),
                ('body_sealed', models.BinaryField()),
                ('household', models.UUIDField(db_index=True, null=True)),
                ('resolved_by', models.TextField(blank=True, default='')),
                ('change', models.TextField(choices=[('first', 'First'), ('same', 'Same'), ('added', 'Added'), ('changed', 'Changed')], default='first')),
                ('state', models.TextField(choices=[('open', 'Open'), ('taken', 'Taken'), ('dropped', 'Dropped'), ('withdrawn', 'Withdrawn')], default='open')),
                ('decided_by', models.UUIDField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('relay', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='wumen.relay')),
            ],
            options={
                'db_table': 'relay_entry',
                'constraints': [models.UniqueConstraint(fields=('relay', 'place'), name='relay_entry_place_once'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'taken', 'dropped', 'withdrawn']), ('change__in', ['first', 'same', 'added', 'changed'])), name='relay_entry_words'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='relay_entry_decided_by_somebody')],
            },
        ),
    ]
