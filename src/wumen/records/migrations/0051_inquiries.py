"""Lists of another office with their rows, and contacts of cases as proposals."""

import django.db.models.deletion
import uuid
import wumen.records.areas
from django.db import migrations, models
from pathlib import Path

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0050_trading'),
    ]

    operations = [
        migrations.RunSQL((SQL / "inquiries.sql").read_text(), migrations.RunSQL.noop),
        migrations.CreateModel(
            name='Inquiry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('number', models.BigIntegerField(unique=True)),
                ('area', wumen.records.areas.PathField(db_collation='C')),
                ('theirs', models.TextField()),
                ('sender', models.TextField()),
                ('header', models.JSONField()),
                ('received_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('call_list', models.UUIDField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('taken_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'inquiry',
            },
        ),
        migrations.CreateModel(
            name='InquiryRow',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C')),
                ('place', models.IntegerField()),
                ('cells_sealed', models.BinaryField()),
                ('said_sealed', models.BinaryField()),
                ('key', models.BinaryField(null=True)),
                ('resident', models.UUIDField(null=True)),
                ('match', models.TextField()),
                ('entry', models.UUIDField(db_index=True, null=True)),
                ('found', models.TextField(blank=True, default='')),
                ('found_at', models.DateTimeField(null=True)),
                ('found_said_sealed', models.BinaryField(null=True)),
                ('found_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='wumen.inquiry')),
            ],
            options={
                'db_table': 'inquiry_row',
            },
        ),
        migrations.CreateModel(
            name='CaseContact',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('resident', models.UUIDField(db_index=True)),
                ('inquiry', models.BigIntegerField(null=True)),
                ('occurrence', models.BigIntegerField(null=True)),
                ('said_sealed', models.BinaryField()),
                ('proposed_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('until', models.DateField(null=True)),
                ('contested_sealed', models.BinaryField(null=True)),
                ('contested_at', models.DateTimeField(null=True)),
                ('kept_at', models.DateTimeField(null=True)),
                ('dropped_at', models.DateTimeField(null=True)),
                ('dropped_why_sealed', models.BinaryField(null=True)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('dropped_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('kept_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('outbreak', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.outbreak')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'case_contact',
                'constraints': [models.UniqueConstraint(condition=models.Q(('confirmed_at__isnull', True), ('dropped_at__isnull', True)), fields=('outbreak', 'resident'), name='case_contact_waits_once'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('confirmed_by__isnull', True), ('until', None)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('until__isnull', False)), _connector='OR'), name='case_contact_ends'), models.CheckConstraint(condition=models.Q(models.Q(('dropped_at', None), ('dropped_by__isnull', True), ('dropped_why_sealed', None)), models.Q(('dropped_at__isnull', False), ('dropped_by__isnull', False), ('dropped_why_sealed__isnull', False)), _connector='OR'), name='case_contact_dropped_by_somebody')],
            },
        ),
        migrations.AddIndex(
            model_name='inquiry',
            index=models.Index(condition=models.Q(('answered_at__isnull', True)), fields=['area'], name='inquiry_waiting'),
        ),
        migrations.AddConstraint(
            model_name='inquiry',
            constraint=models.UniqueConstraint(fields=('area', 'sender', 'theirs'), name='inquiry_once'),
        ),
        migrations.AddConstraint(
            model_name='inquiry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='inquiry_answered_by_somebody'),
        ),
        migrations.AddIndex(
            model_name='inquiryrow',
            index=models.Index(fields=['area'], name='inquiry_row_area'),
        ),
        migrations.AddIndex(
            model_name='inquiryrow',
            index=models.Index(fields=['resident'], name='inquiry_row_resident'),
        ),
        migrations.AddIndex(
            model_name='inquiryrow',
            index=models.Index(condition=models.Q(('key__isnull', False)), fields=['key'], name='inquiry_row_key'),
        ),
        migrations.AddConstraint(
            model_name='inquiryrow',
            constraint=models.UniqueConstraint(fields=('inquiry', 'place'), name='inquiry_row_place_once'),
        ),
        migrations.AddConstraint(
            model_name='inquiryrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('found', ''), ('found_at', None), ('found_by__isnull', True)), models.Q(models.Q(('found', ''), _negated=True), ('found_at__isnull', False), ('found_by__isnull', False)), _connector='OR'), name='inquiry_row_found_by_somebody'),
        ),
    ]
