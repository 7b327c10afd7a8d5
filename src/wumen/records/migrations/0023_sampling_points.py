"""Sampling points, what they serve, and what is said of them."""

import django.db.models.deletion
import uuid
import wumen.records.areas
from django.db import migrations, models

class Migration(migrations.Migration):

    dependencies = [
        ('wumen', "0022_speed"),
    ]

    operations = [
        migrations.CreateModel(
            name='SamplingPoint',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('subdistrict', models.TextField()),
                ('number', models.SmallIntegerField()),
                ('name', models.TextField()),
                ('directions', models.TextField(blank=True, default='')),
                ('desks', models.SmallIntegerField()),
                ('opens', models.TimeField()),
                ('closes', models.TimeField()),
                ('alarm', models.IntegerField()),
                ('registered_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('day', models.DateField(null=True)),
                ('state', models.TextField(default='set_up')),
                ('state_at', models.DateTimeField(null=True)),
                ('state_why', models.TextField(blank=True, default='')),
                ('ready', models.JSONField(default=list)),
                ('queue', models.SmallIntegerField(null=True)),
                ('queue_at', models.DateTimeField(null=True)),
                ('queue_since', models.DateTimeField(null=True)),
                ('sampled', models.IntegerField(null=True)),
                ('sampled_at', models.DateTimeField(null=True)),
                ('tubes', models.IntegerField(null=True)),
                ('tubes_at', models.DateTimeField(null=True)),
                ('coming', models.IntegerField(default=0)),
                ('lead', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'sampling_point',
            },
        ),
        migrations.CreateModel(
            name='PointWord',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('kind', models.TextField()),
                ('value', models.IntegerField()),
                ('other', models.SmallIntegerField(null=True)),
                ('said_at', models.DateTimeField()),
                ('grade', models.TextField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('follows', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, to='wumen.pointword')),
                ('point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='words', to='wumen.samplingpoint')),
            ],
            options={
                'db_table': 'point_word',
            },
        ),
        migrations.CreateModel(
            name='PointService',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('serves', wumen.records.areas.PathField(db_collation='C', null=True)),
                ('words', models.TextField()),
                ('called_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='wumen.organisation')),
                ('point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='wumen.samplingpoint')),
            ],
            options={
                'db_table': 'point_service',
            },
        ),
        migrations.AddConstraint(
            model_name='samplingpoint',
            constraint=models.UniqueConstraint(fields=('subdistrict', 'number'), name='point_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='samplingpoint',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='point_is_named'),
        ),
        migrations.AddConstraint(
            model_name='samplingpoint',
            constraint=models.CheckConstraint(condition=models.Q(('alarm__gte', 0), ('coming__gte', 0), ('desks__gt', 0), ('number__gt', 0), models.Q(('tubes__isnull', True), ('tubes__gte', 0), _connector='OR'), models.Q(('sampled__isnull', True), ('sampled__gte', 0), _connector='OR')), name='point_counts'),
        ),
        migrations.AddConstraint(
            model_name='samplingpoint',
            constraint=models.CheckConstraint(condition=models.Q(('closes__gt', models.F('opens'))), name='point_closes_after_opening'),
        ),
        migrations.AddConstraint(
            model_name='samplingpoint',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['set_up', 'open', 'paused', 'closed'])), name='point_state'),
        ),
        migrations.AddIndex(
            model_name='pointword',
            index=models.Index(fields=['point', 'kind', 'said_at'], name='point_word_said'),
        ),
        migrations.AddConstraint(
            model_name='pointword',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['queue', 'sampled', 'tubes', 'tubes_out', 'tubes_coming', 'tubes_in']), ('value__gte', 0)), name='point_word_kind'),
        ),
        migrations.AddConstraint(
            model_name='pointservice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('organisation__isnull', False), ('serves__isnull', True)), models.Q(('organisation__isnull', True), ('serves__isnull', False)), _connector='OR'), name='point_serves_one'),
        ),
        migrations.AddConstraint(
            model_name='pointservice',
            constraint=models.UniqueConstraint(fields=('point', 'serves'), name='point_serves_place_once'),
        ),
        migrations.AddConstraint(
            model_name='pointservice',
            constraint=models.UniqueConstraint(fields=('point', 'organisation'), name='point_serves_organisation_once'),
        ),
    ]
