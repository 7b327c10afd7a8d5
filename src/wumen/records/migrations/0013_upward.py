"""Reports as they were sent upward, and the superior's own forms."""

import django.db.models.deletion
import uuid
import wumen.records.areas
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0011_relay'),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C')),
                ('kind', models.TextField()),
                ('at', models.DateTimeField()),
                ('counted_at', models.DateTimeField()),
                ('version', models.IntegerField(default=1)),
                ('text_zh', models.TextField()),
                ('text_en', models.TextField()),
                ('figures', models.JSONField()),
                ('changed', models.JSONField(default=list)),
                ('heads', models.JSONField(default=list)),
                ('form', models.UUIDField(null=True)),
                ('form_name', models.TextField(blank=True, default='')),
                ('file_sealed', models.BinaryField(null=True)),
                ('sent_to', models.TextField()),
                ('sent_at', models.DateTimeField()),
                ('post', models.UUIDField()),
                ('why', models.TextField(blank=True, default='')),
                ('follows', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.report')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'report',
                'indexes': [models.Index(fields=['area', 'at'], name='report_area')],
                'constraints': [models.UniqueConstraint(fields=('follows',), name='report_corrected_once'), models.CheckConstraint(condition=models.Q(models.Q(('follows__isnull', True), ('version', 1)), models.Q(('follows__isnull', False), ('version__gt', 1), models.Q(('why', ''), _negated=True)), _connector='OR'), name='report_corrected_with_reason'), models.CheckConstraint(condition=models.Q(('sent_to', ''), _negated=True), name='report_sent_to_somebody')],
            },
        ),
        migrations.CreateModel(
            name='SuperiorForm',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C')),
                ('fingerprint', models.TextField()),
                ('name', models.TextField()),
                ('blank_sealed', models.BinaryField()),
                ('points', models.JSONField(default=list)),
                ('kept_at', models.DateTimeField()),
                ('kept_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'superior_form',
                'constraints': [models.UniqueConstraint(fields=('area', 'fingerprint'), name='superior_form_once')],
            },
        ),
    ]
