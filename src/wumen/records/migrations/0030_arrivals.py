"""Who comes back, lists of risk areas of a day, and counts that stand for movements of long ago."""

import django.db.models.deletion
import uuid
import wumen.records.areas
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0029_told'),
    ]

    operations = [
        migrations.CreateModel(
            name='MovementCount',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('day', models.DateField()),
                ('what', models.TextField()),
                ('n', models.IntegerField()),
            ],
            options={
                'db_table': 'movement_count',
                'constraints': [models.UniqueConstraint(fields=('area', 'day', 'what'), name='movement_count_once'), models.CheckConstraint(condition=models.Q(('n__gte', 1)), name='movement_count_of_some')],
            },
        ),
        migrations.CreateModel(
            name='RiskDay',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('day', models.DateField()),
                ('source', models.TextField()),
                ('areas', models.JSONField()),
                ('pasted_at', models.DateTimeField()),
                ('pasted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'risk_day',
            },
        ),
        migrations.CreateModel(
            name='Arrival',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('household', models.UUIDField(db_index=True, null=True)),
                ('who_key', models.BinaryField()),
                ('expected_on', models.DateField()),
                ('said_sealed', models.BinaryField()),
                ('noted_at', models.DateTimeField()),
                ('came_at', models.DateTimeField(null=True)),
                ('asked_at', models.DateTimeField(null=True)),
                ('kit_at', models.DateTimeField(null=True)),
                ('dropped_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('came_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('kit_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'arrival',
                'indexes': [models.Index(fields=['expected_on', 'id'], name='arrival_by_day')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('came_at__isnull', True), ('dropped_at__isnull', True)), fields=('area', 'who_key'), name='arrival_once'), models.CheckConstraint(condition=models.Q(models.Q(('came_at', None), ('came_by__isnull', True)), models.Q(('came_at__isnull', False), ('came_by__isnull', False)), _connector='OR'), name='arrival_came_by_somebody'), models.CheckConstraint(condition=models.Q(('kit_at', None), models.Q(('household__isnull', False), ('kit_by__isnull', False)), _connector='OR'), name='arrival_kit_of_a_home')],
            },
        ),
    ]
