"""The codes of doors, objections to orders, and what neighbours report; the public look-up of a code."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from pathlib import Path

import wumen.records.areas
from django.db import migrations, models


SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0014_calls'),
    ]

    operations = [
        migrations.CreateModel(
            name='DoorGuess',
            fields=[
                ('key', models.BinaryField(primary_key=True, serialize=False)),
                ('since', models.DateTimeField()),
                ('many', models.IntegerField()),
            ],
            options={
                'db_table': 'door_guess',
            },
        ),
        migrations.CreateModel(
            name='NeighbourReport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('number', models.BigIntegerField(unique=True)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('said_sealed', models.BinaryField()),
                ('received_at', models.DateTimeField()),
                ('found', models.TextField(blank=True, default='')),
                ('closed_at', models.DateTimeField(null=True)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'neighbour_report',
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('number', models.BigIntegerField(unique=True)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('household', models.UUIDField(db_index=True, null=True)),
                ('came', models.TextField()),
                ('said_sealed', models.BinaryField()),
                ('received_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('forwarded_at', models.DateTimeField(null=True)),
                ('outcome', models.TextField(blank=True, default='')),
                ('answer_sealed', models.BinaryField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('corrected_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.orderchange')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('forwarded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='wumen.order')),
            ],
            options={
                'db_table': 'objection',
            },
        ),
        migrations.CreateModel(
            name='ReportCheck',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('at', models.DateTimeField()),
                ('found', models.TextField()),
                ('said_sealed', models.BinaryField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='wumen.neighbourreport')),
            ],
            options={
                'db_table': 'report_check',
            },
        ),
        migrations.CreateModel(
            name='DoorCode',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('kind', models.TextField()),
                ('household', models.UUIDField(db_index=True, null=True)),
                ('people', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('code_key', models.BinaryField(unique=True)),
                ('pin_key', models.BinaryField(null=True)),
                ('made_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'door_code',
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('area', 'kind'), name='door_code_stands_once'), models.CheckConstraint(condition=models.Q(models.Q(('household', None), ('kind', 'outer'), ('pin_key', None)), models.Q(('household__isnull', False), ('kind', 'inner'), ('pin_key__isnull', False)), _connector='OR'), name='door_code_kind')],
            },
        ),
        migrations.AddConstraint(
            model_name='neighbourreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('found', '')), models.Q(models.Q(('found', ''), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='neighbour_report_closed_whole'),
        ),
        migrations.AddConstraint(
            model_name='objection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by__isnull', True), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('answer_sealed__isnull', False), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='objection_decided_whole'),
        ),
        migrations.AddConstraint(
            model_name='objection',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), ('entered_by__isnull', True), models.Q(('decided_by', models.F('entered_by')), _negated=True), _connector='OR'), name='objection_by_two'),
        ),
        migrations.AddConstraint(
            model_name='reportcheck',
            constraint=models.UniqueConstraint(fields=('report', 'by'), name='report_check_by_two'),
        ),
        migrations.RunSQL((SQL / "door_codes.sql").read_text(), migrations.RunSQL.noop),
    ]
