"""Occurrences: what happened at a home or place, after which something is owed once."""

import django.db.models.deletion
import uuid
from pathlib import Path

import wumen.records.areas
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0016_desk'),
    ]

    operations = [
        migrations.RunSQL((SQL / "occurrences.sql").read_text(), migrations.RunSQL.noop),
        migrations.CreateModel(
            name='Occurrence',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('number', models.BigIntegerField(unique=True)),
                ('area', wumen.records.areas.PathField(db_collation='C')),
                ('household', models.UUIDField(db_index=True, null=True)),
                ('resident', models.UUIDField(db_index=True, null=True)),
                ('happened_at', models.DateTimeField()),
                ('said_sealed', models.BinaryField()),
                ('noted_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_why_sealed', models.BinaryField(null=True)),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('outbreak', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.outbreak')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'occurrence',
                'indexes': [models.Index(fields=['area', 'noted_at'], name='occurrence_area')],
                'constraints': [models.CheckConstraint(condition=models.Q(('happened_at__lte', models.F('noted_at'))), name='occurrence_had_happened'), models.CheckConstraint(condition=models.Q(('resident', None), ('household__isnull', False), _connector='OR'), name='occurrence_resident_of_home'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by__isnull', True), ('withdrawn_why_sealed', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False), ('withdrawn_why_sealed__isnull', False)), _connector='OR'), name='occurrence_withdrawn_by_somebody')],
            },
        ),
    ]
