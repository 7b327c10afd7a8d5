"""Instructions and requests beyond what clauses make, who took a duty, and visits that met nobody."""

import uuid
from pathlib import Path

import django.db.models.deletion
import wumen.records.areas
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0005_release'),
    ]

    operations = [
        migrations.RunSQL((SQL / "instructions.sql").read_text(), migrations.RunSQL.noop),
        migrations.CreateModel(
            name='Instruction',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('number', models.BigIntegerField(unique=True)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('resident', models.UUIDField(db_index=True, null=True)),
                ('household', models.UUIDField(db_index=True, null=True)),
                ('facility', models.UUIDField(null=True)),
                ('origin', models.TextField()),
                ('document', models.TextField(blank=True, default='')),
                ('said_sealed', models.BinaryField()),
                ('role', models.TextField()),
                ('post', models.UUIDField(null=True)),
                ('grade', models.TextField()),
                ('urgency', models.TextField()),
                ('opens_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('entered_at', models.DateTimeField()),
                ('closed_as', models.TextField(blank=True, default='')),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_day', models.DateField(null=True)),
                ('closed_why', models.TextField(blank=True, default='')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('outbreak', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.outbreak')),
            ],
            options={
                'db_table': 'instruction',
                'constraints': [models.CheckConstraint(condition=models.Q(('due_at__gt', models.F('opens_at'))), name='instruction_hours'), models.CheckConstraint(condition=models.Q(models.Q(('closed_as', ''), ('closed_at', None), ('closed_by__isnull', True), ('closed_day', None)), models.Q(models.Q(('closed_as', ''), _negated=True), ('closed_at__isnull', False), ('closed_by__isnull', False), ('closed_day__isnull', False)), _connector='OR'), name='instruction_closed_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('household', None), ('resident', None)), models.Q(('facility', None), ('resident', None)), models.Q(('facility', None), ('household', None)), _connector='OR'), name='instruction_about_one')],
            },
        ),
    ]
