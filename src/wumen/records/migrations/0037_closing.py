"""Outbreaks are closed: read-only, then erased by two people or by the rule, with a certificate."""

from pathlib import Path

import django.db.models.deletion
import uuid
from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0036_meals'),
    ]

    operations = [
        migrations.CreateModel(
            name='CopyGone',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('copy', models.TextField()),
                ('who', models.TextField()),
                ('on', models.DateField()),
                ('noted_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'copy_gone',
            },
        ),
        migrations.CreateModel(
            name='OutbreakClosing',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('reason', models.TextField()),
                ('by_rule', models.BooleanField(default=False)),
                ('entered_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('dropped_at', models.DateTimeField(null=True)),
                ('erased_at', models.DateTimeField(null=True)),
                ('certificate', models.JSONField(default=dict)),
            ],
            options={
                'db_table': 'outbreak_closing',
            },
        ),
        migrations.AddField(
            model_name='outbreak',
            name='erased_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name='outbreak',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at', None), ('closed_at__isnull', False), _connector='OR'), name='outbreak_closed_before_erased'),
        ),
        migrations.AddField(
            model_name='copygone',
            name='noted_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember'),
        ),
        migrations.AddField(
            model_name='outbreakclosing',
            name='confirmed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember'),
        ),
        migrations.AddField(
            model_name='outbreakclosing',
            name='entered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember'),
        ),
        migrations.AddField(
            model_name='outbreakclosing',
            name='outbreak',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closings', to='wumen.outbreak'),
        ),
        migrations.AddField(
            model_name='copygone',
            name='closing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gone', to='wumen.outbreakclosing'),
        ),
        migrations.AddConstraint(
            model_name='outbreakclosing',
            constraint=models.UniqueConstraint(condition=models.Q(('dropped_at__isnull', True)), fields=('outbreak',), name='outbreak_closing_once'),
        ),
        migrations.AddConstraint(
            model_name='outbreakclosing',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='outbreak_closing_why'),
        ),
        migrations.AddConstraint(
            model_name='outbreakclosing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('by_rule', True), ('confirmed_by', None), ('entered_by', None)), models.Q(('by_rule', False), ('entered_by__isnull', False), models.Q(models.Q(('confirmed_at', None), ('confirmed_by', None)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), models.Q(('confirmed_by', models.F('entered_by')), _negated=True)), _connector='OR')), _connector='OR'), name='outbreak_closing_by_two'),
        ),
        migrations.AddConstraint(
            model_name='outbreakclosing',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at', None), models.Q(('confirmed_at__isnull', False), ('dropped_at', None)), _connector='OR'), name='outbreak_closing_decided'),
        ),
        migrations.AddConstraint(
            model_name='copygone',
            constraint=models.UniqueConstraint(fields=('closing', 'copy'), name='copy_gone_once'),
        ),
        migrations.AddConstraint(
            model_name='copygone',
            constraint=models.CheckConstraint(condition=models.Q(('who', ''), _negated=True), name='copy_gone_by_name'),
        ),
        migrations.RunSQL((SQL / "closing.sql").read_text(), migrations.RunSQL.noop),
    ]
