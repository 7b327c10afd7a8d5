"""Local notices: rules of a command over some places for some time."""

import datetime
import django.db.models.deletion
import django.db.models.expressions
import uuid
import wumen.records.areas
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0007_instructions'),
    ]

    operations = [
        migrations.RunSQL('CREATE SEQUENCE local_notice_number START 1;', migrations.RunSQL.noop),
        migrations.CreateModel(
            name='LocalNotice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('number', models.TextField(unique=True)),
                ('area', wumen.records.areas.PathField(db_collation='C')),
                ('authority', models.TextField()),
                ('document', models.TextField()),
                ('ground', models.TextField()),
                ('from_at', models.DateTimeField()),
                ('until_at', models.DateTimeField()),
                ('rules', models.JSONField()),
                ('stricter', models.BooleanField()),
                ('decided_above', models.BooleanField()),
                ('entered_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('dropped_at', models.DateTimeField(null=True)),
                ('end_why', models.TextField(blank=True, default='')),
                ('ended_at', models.DateTimeField(null=True)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('end_asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('outbreak', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='wumen.outbreak')),
            ],
            options={
                'db_table': 'local_notice',
            },
        ),
        migrations.CreateModel(
            name='LocalNoticeScope',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scopes', to='wumen.localnotice')),
            ],
            options={
                'db_table': 'local_notice_scope',
            },
        ),
        migrations.AddIndex(
            model_name='localnotice',
            index=models.Index(fields=['area'], name='local_notice_area'),
        ),
        migrations.AddConstraint(
            model_name='localnotice',
            constraint=models.CheckConstraint(condition=models.Q(('until_at__gt', models.F('from_at'))), name='local_notice_ends'),
        ),
        migrations.AddConstraint(
            model_name='localnotice',
            constraint=models.CheckConstraint(condition=models.Q(('stricter', False), ('decided_above', True), ('until_at__lte', django.db.models.expressions.CombinedExpression(models.F('from_at'), '+', models.Value(datetime.timedelta(days=7)))), _connector='OR'), name='local_notice_seven_days'),
        ),
        migrations.AddConstraint(
            model_name='localnotice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('authority', ''), _negated=True), models.Q(('document', ''), _negated=True), models.Q(('ground', ''), _negated=True)), name='local_notice_has_grounds'),
        ),
        migrations.AddConstraint(
            model_name='localnotice',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('entered_by')), _negated=True), _connector='OR'), name='local_notice_by_two'),
        ),
        migrations.AddConstraint(
            model_name='localnotice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='local_notice_confirmed_whole'),
        ),
        migrations.AddConstraint(
            model_name='localnotice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_at__lte', models.F('until_at')), models.Q(('ended_by', models.F('end_asked_by')), _negated=True), models.Q(('end_why', ''), _negated=True)), _connector='OR'), name='local_notice_ended_by_two'),
        ),
        migrations.AddIndex(
            model_name='localnoticescope',
            index=models.Index(fields=['area'], name='local_notice_scope_area'),
        ),
        migrations.AddConstraint(
            model_name='localnoticescope',
            constraint=models.UniqueConstraint(fields=('notice', 'area'), name='local_notice_scope_once'),
        ),
    ]
