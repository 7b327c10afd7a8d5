"""Sealed scans and photos, printed sheets, and what happened at doors after a lifting."""

from pathlib import Path
import django.db.models.deletion
import uuid
import wumen.records.areas
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0008_local_notices'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('purpose', models.TextField()),
                ('about', models.UUIDField(db_index=True)),
                ('kind', models.TextField()),
                ('size', models.IntegerField()),
                ('hash', models.BinaryField()),
                ('personal', models.BooleanField()),
                ('sealed', models.BinaryField()),
                ('day', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('outbreak', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.outbreak')),
            ],
            options={
                'db_table': 'attachment',
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('purpose', 'about', 'hash'), name='attachment_once'), models.CheckConstraint(condition=models.Q(('size__gt', 0), ('size__lte', 4194304)), name='attachment_size'), models.CheckConstraint(condition=models.Q(('kind__in', ['pdf', 'jpeg', 'png'])), name='attachment_kind')],
            },
        ),
        migrations.CreateModel(
            name='OpeningStep',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('day', models.DateField()),
                ('owed_by', models.UUIDField()),
                ('win', models.TextField()),
                ('number', models.IntegerField()),
                ('step', models.TextField()),
                ('happened_at', models.DateTimeField()),
                ('resident', models.UUIDField(db_index=True, null=True)),
                ('said', models.TextField(blank=True, default='')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'opening_step',
                'constraints': [models.UniqueConstraint(fields=('day', 'owed_by', 'win', 'number'), name='opening_step_once'), models.CheckConstraint(condition=models.Q(('step__in', ['opened', 'confirmed', 'still_closed'])), name='opening_step_known'), models.CheckConstraint(condition=models.Q(models.Q(('step', 'confirmed'), _negated=True), ('resident__isnull', False), _connector='OR'), name='opening_confirmed_by_who_lives_there'), models.CheckConstraint(condition=models.Q(models.Q(('step', 'still_closed'), _negated=True), models.Q(('said', ''), _negated=True), _connector='OR'), name='opening_closed_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Sheet',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('resident', models.UUIDField(db_index=True)),
                ('kind', models.TextField()),
                ('number', models.IntegerField()),
                ('place', models.IntegerField()),
                ('printed_at', models.DateTimeField()),
                ('given_at', models.DateTimeField(null=True)),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.order')),
                ('printed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'sheet',
                'constraints': [models.UniqueConstraint(fields=('number', 'place'), name='sheet_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('given_at__isnull', True), ('given_by__isnull', True)), models.Q(('given_at__isnull', False), ('given_by__isnull', False)), _connector='OR'), name='sheet_given_by_somebody')],
            },
        ),
        migrations.RunSQL((SQL / "sheets.sql").read_text(), migrations.RunSQL.noop),
    ]
