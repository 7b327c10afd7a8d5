"""Field events: phones, keys, sessions, batches, photos, what was told and decided; writers of phones."""

from pathlib import Path

import django.db.models.deletion
import uuid
import wumen.records.areas
from django.db import migrations, models


SQL = Path(__file__).resolve().parent.parent / "sql" / "field.sql"


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', "0024_day_on_one_pc"),
    ]

    operations = [
        migrations.CreateModel(
            name='FieldBatch',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('writer', models.UUIDField()),
                ('first_seq', models.BigIntegerField()),
                ('last_seq', models.BigIntegerField()),
                ('sent_at', models.DateTimeField()),
                ('received_at', models.DateTimeField()),
                ('office_at', models.DateTimeField()),
                ('drift_ms', models.BigIntegerField()),
            ],
            options={
                'db_table': 'field_batch',
                'indexes': [models.Index(fields=['writer', 'first_seq'], name='field_batch_run')],
            },
        ),
        migrations.CreateModel(
            name='FieldDevice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('name', models.TextField(blank=True, default='')),
                ('post', models.UUIDField(null=True)),
                ('code_key', models.BinaryField(null=True, unique=True)),
                ('made_at', models.DateTimeField()),
                ('code_until', models.DateTimeField()),
                ('until_at', models.DateTimeField()),
                ('token_key', models.BinaryField(null=True, unique=True)),
                ('enrolled_at', models.DateTimeField(null=True)),
                ('kind', models.TextField(blank=True, default='')),
                ('writer', models.UUIDField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('device', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='field_device', to='wumen.device')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('outbreak', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.outbreak')),
            ],
            options={
                'db_table': 'field_device',
            },
        ),
        migrations.CreateModel(
            name='FieldKey',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('public', models.BinaryField()),
                ('made_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(null=True)),
                ('outbreak', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.outbreak')),
            ],
            options={
                'db_table': 'field_key',
            },
        ),
        migrations.CreateModel(
            name='FieldPhoto',
            fields=[
                ('digest', models.BinaryField(primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('session', models.UUIDField()),
                ('sealed', models.BinaryField()),
                ('came_at', models.DateTimeField()),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.fielddevice')),
            ],
            options={
                'db_table': 'field_photo',
            },
        ),
        migrations.CreateModel(
            name='FieldPhotoOf',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('digest', models.BinaryField()),
                ('writer', models.UUIDField()),
                ('seq', models.BigIntegerField()),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('post', models.UUIDField()),
                ('day', models.DateField()),
                ('what', models.TextField()),
                ('owed_by', models.UUIDField()),
                ('win', models.TextField()),
                ('done_at', models.DateTimeField()),
                ('photo', models.UUIDField(null=True)),
            ],
            options={
                'db_table': 'field_photo_of',
                'constraints': [models.UniqueConstraint(fields=('digest', 'writer', 'seq'), name='field_photo_of_once')],
            },
        ),
        migrations.CreateModel(
            name='FieldRecord',
            fields=[
                ('pk', models.CompositePrimaryKey('writer', 'seq', blank=True, editable=False, primary_key=True, serialize=False)),
                ('writer', models.UUIDField()),
                ('seq', models.BigIntegerField()),
                ('arrived_on', models.DateField()),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('outbreak', models.UUIDField()),
                ('kind', models.TextField()),
                ('happened_at', models.DateTimeField()),
                ('post', models.UUIDField()),
                ('direction', models.TextField(blank=True, default='')),
                ('decision', models.TextField(blank=True, default='')),
                ('count', models.IntegerField(null=True)),
                ('tube_key', models.BinaryField(null=True)),
            ],
            options={
                'db_table': 'field_record',
                'indexes': [models.Index(fields=['kind', 'happened_at'], name='field_record_hour'), models.Index(condition=models.Q(('tube_key__isnull', False)), fields=['tube_key'], name='field_record_tube')],
            },
        ),
        migrations.CreateModel(
            name='FieldSession',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('key', models.UUIDField()),
                ('sealed', models.BinaryField()),
                ('came_at', models.DateTimeField()),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.fielddevice')),
            ],
            options={
                'db_table': 'field_session',
            },
        ),
        migrations.CreateModel(
            name='WriterHole',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('writer', models.UUIDField(db_index=True)),
                ('first_seq', models.BigIntegerField()),
                ('last_seq', models.BigIntegerField()),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('why', models.TextField()),
                ('at', models.DateTimeField()),
                ('evidence', models.TextField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'writer_hole',
            },
        ),
        migrations.CreateModel(
            name='FieldDecision',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('writer', models.UUIDField()),
                ('seq', models.BigIntegerField()),
                ('hash', models.BinaryField()),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('decided', models.TextField()),
                ('why', models.TextField()),
                ('at', models.DateTimeField()),
                ('evidence', models.TextField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'field_decision',
                'constraints': [models.UniqueConstraint(fields=('writer', 'seq', 'hash'), name='field_decision_once'), models.CheckConstraint(condition=models.Q(('decided__in', ['applied', 'stands'])), name='field_decision_known'), models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='field_decision_why')],
            },
        ),
        migrations.AddConstraint(
            model_name='fielddevice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('enrolled_at', None), ('token_key', None), ('writer', None)), models.Q(('enrolled_at__isnull', False), ('token_key__isnull', False), ('writer__isnull', False)), _connector='OR'), name='field_device_whole'),
        ),
        migrations.AddConstraint(
            model_name='fieldkey',
            constraint=models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('outbreak',), name='field_key_one'),
        ),
        migrations.AddConstraint(
            model_name='writerhole',
            constraint=models.UniqueConstraint(fields=('writer', 'first_seq'), name='writer_hole_once'),
        ),
        migrations.AddConstraint(
            model_name='writerhole',
            constraint=models.CheckConstraint(condition=models.Q(('last_seq__gte', models.F('first_seq'))), name='writer_hole_runs'),
        ),
        migrations.AddConstraint(
            model_name='writerhole',
            constraint=models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='writer_hole_why'),
        ),
        migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop),
    ]
