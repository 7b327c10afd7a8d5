"""Entries at gates that the office notes, printed gate sheets, and passes."""

import django.db.models.deletion
import uuid
from pathlib import Path
import wumen.records.areas
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0045_infants'),
    ]

    operations = [
        migrations.RunSQL((SQL / "gate_sheets.sql").read_text(), migrations.RunSQL.noop),
        migrations.CreateModel(
            name='GatePass',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('number', models.TextField(unique=True)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('kind', models.TextField()),
                ('resident', models.UUIDField(db_index=True, null=True)),
                ('outing', models.UUIDField(null=True)),
                ('said_sealed', models.BinaryField()),
                ('from_at', models.DateTimeField()),
                ('until_at', models.DateTimeField()),
                ('made_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'gate_pass',
            },
        ),
        migrations.CreateModel(
            name='GateSheet',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('number', models.BigIntegerField(unique=True)),
                ('area', wumen.records.areas.PathField(db_collation='C')),
                ('day', models.DateField()),
                ('printed_at', models.DateTimeField()),
                ('keyed_at', models.DateTimeField(null=True)),
                ('keyed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('printed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('stood', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'gate_sheet',
            },
        ),
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C')),
                ('at', models.DateTimeField()),
                ('direction', models.TextField()),
                ('decision', models.TextField()),
                ('verdict', models.TextField(blank=True, default='')),
                ('said_sealed', models.BinaryField()),
                ('noted_at', models.DateTimeField()),
                ('line', models.IntegerField(null=True)),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('sheet', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='wumen.gatesheet')),
                ('shown', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wumen.gatepass')),
                ('stood', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'passage',
            },
        ),
        migrations.AddConstraint(
            model_name='gatepass',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['person', 'vehicle', 'supply'])), name='gate_pass_kind'),
        ),
        migrations.AddConstraint(
            model_name='gatepass',
            constraint=models.CheckConstraint(condition=models.Q(('until_at__gt', models.F('from_at'))), name='gate_pass_ends'),
        ),
        migrations.AddConstraint(
            model_name='gatepass',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by__isnull', True)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='gate_pass_revoked_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='gatepass',
            constraint=models.CheckConstraint(condition=models.Q(('outing', None), ('resident__isnull', False), _connector='OR'), name='gate_pass_outing_of_somebody'),
        ),
        migrations.AddIndex(
            model_name='gatesheet',
            index=models.Index(fields=['area', 'day'], name='gate_sheet_area'),
        ),
        migrations.AddConstraint(
            model_name='gatesheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('keyed_at', None), ('keyed_by__isnull', True), ('stood__isnull', True)), models.Q(('keyed_at__isnull', False), ('keyed_by__isnull', False), ('stood__isnull', False)), _connector='OR'), name='gate_sheet_keyed_by_somebody'),
        ),
        migrations.AddIndex(
            model_name='passage',
            index=models.Index(fields=['area', 'at'], name='passage_at_gate'),
        ),
        migrations.AddConstraint(
            model_name='passage',
            constraint=models.UniqueConstraint(fields=('sheet', 'line'), name='passage_row_once'),
        ),
        migrations.AddConstraint(
            model_name='passage',
            constraint=models.CheckConstraint(condition=models.Q(('decision__in', ['passed', 'advised', 'refused']), ('direction__in', ['in', 'out'])), name='passage_known'),
        ),
        migrations.AddConstraint(
            model_name='passage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('line', None), ('sheet__isnull', True)), models.Q(('line__isnull', False), ('sheet__isnull', False), ('stood__isnull', False)), _connector='OR'), name='passage_of_a_row'),
        ),
    ]
