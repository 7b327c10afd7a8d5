"""Rounds on paper with their lines, and the knock that calls without an answer led to."""

import django.db.models.deletion
import uuid
from pathlib import Path
import wumen.records.areas
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0018_photos'),
    ]

    operations = [
        migrations.RunSQL((SQL / "round_sheets.sql").read_text(), migrations.RunSQL.noop),
        migrations.AddField(
            model_name='callentry',
            name='knock',
            field=models.BigIntegerField(null=True),
        ),
        migrations.CreateModel(
            name='RoundSheet',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('number', models.BigIntegerField(unique=True)),
                ('area', wumen.records.areas.PathField(db_collation='C')),
                ('day', models.DateField()),
                ('win', models.TextField()),
                ('printed_at', models.DateTimeField()),
                ('keyed_at', models.DateTimeField(null=True)),
                ('walked_at', models.DateTimeField(null=True)),
                ('keyed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('printed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('went', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'round_sheet',
            },
        ),
        migrations.CreateModel(
            name='RoundSheetLine',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('line', models.IntegerField()),
                ('place', models.IntegerField()),
                ('resident', models.UUIDField(db_index=True, null=True)),
                ('household', models.UUIDField(db_index=True, null=True)),
                ('thing', models.UUIDField(null=True)),
                ('said', models.TextField(blank=True, default='')),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='wumen.roundsheet')),
            ],
            options={
                'db_table': 'round_sheet_line',
            },
        ),
        migrations.AddIndex(
            model_name='roundsheet',
            index=models.Index(fields=['area', 'day'], name='round_sheet_area'),
        ),
        migrations.AddConstraint(
            model_name='roundsheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('keyed_at', None), ('keyed_by__isnull', True), ('walked_at', None), ('went__isnull', True)), models.Q(('keyed_at__isnull', False), ('keyed_by__isnull', False), ('walked_at__isnull', False), ('went__isnull', False)), _connector='OR'), name='round_sheet_keyed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='roundsheetline',
            constraint=models.UniqueConstraint(fields=('sheet', 'line', 'place'), name='round_sheet_line_once'),
        ),
        migrations.AddConstraint(
            model_name='roundsheetline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('household', None), ('resident__isnull', False), ('thing', None)), models.Q(('household__isnull', False), ('resident', None), ('thing', None)), models.Q(('household', None), ('resident', None), ('thing__isnull', False)), _connector='OR'), name='round_sheet_line_of_one'),
        ),
    ]
