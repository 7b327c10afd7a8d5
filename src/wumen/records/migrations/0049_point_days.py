"""The city’s app is down: outages, who was registered here, template and lists; what a point lacks; the duty log."""

import django.db.models.deletion
import uuid
import wumen.records.areas
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0048_notice_reach'),
    ]

    operations = [
        migrations.AddField(
            model_name='samplingpoint',
            name='checks',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='samplingpoint',
            name='app_down_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='samplingpoint',
            name='app_down_why',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='samplingpoint',
            name='app_sheets',
            field=models.IntegerField(default=0),
        ),
        migrations.CreateModel(
            name='AppList',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('number', models.SmallIntegerField()),
                ('people', models.IntegerField()),
                ('gaps', models.IntegerField()),
                ('made_at', models.DateTimeField()),
                ('uploaded_at', models.DateTimeField(null=True)),
                ('dropped_at', models.DateTimeField(null=True)),
                ('dropped_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='app_lists', to='wumen.samplinground')),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'app_list',
            },
        ),
        migrations.CreateModel(
            name='AppOutage',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('began_at', models.DateTimeField()),
                ('why', models.TextField()),
                ('declared_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('declared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outages', to='wumen.samplingpoint')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outages', to='wumen.samplinground')),
            ],
            options={
                'db_table': 'app_outage',
            },
        ),
        migrations.CreateModel(
            name='AppRegistered',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('tube_key', models.BinaryField()),
                ('place', models.SmallIntegerField()),
                ('desk', models.SmallIntegerField(null=True)),
                ('sheet', models.IntegerField(null=True)),
                ('line', models.SmallIntegerField(null=True)),
                ('person_key', models.BinaryField(null=True)),
                ('said_sealed', models.BinaryField()),
                ('gaps', models.JSONField(default=list)),
                ('event', models.TextField()),
                ('sampled_at', models.DateTimeField()),
                ('noted_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('list', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='registered', to='wumen.applist')),
                ('point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registered', to='wumen.samplingpoint')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='registered', to='wumen.samplinground')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'app_registered',
            },
        ),
        migrations.CreateModel(
            name='AppTemplate',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C')),
                ('name', models.TextField()),
                ('sheet', models.TextField()),
                ('head_row', models.IntegerField()),
                ('columns', models.JSONField(default=dict)),
                ('blank_sealed', models.BinaryField()),
                ('kept_at', models.DateTimeField()),
                ('kept_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'app_template',
            },
        ),
        migrations.AddConstraint(
            model_name='applist',
            constraint=models.UniqueConstraint(condition=models.Q(('dropped_at', None), ('uploaded_at', None)), fields=('area', 'round'), name='app_list_one_open'),
        ),
        migrations.AddConstraint(
            model_name='applist',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('uploaded_at', None), ('uploaded_by', None)), models.Q(('dropped_at', None), ('uploaded_at__isnull', False), ('uploaded_by__isnull', False)), _connector='OR'), name='app_list_uploaded_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='applist',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('dropped_at', None), ('dropped_by', None)), models.Q(('dropped_at__isnull', False), ('dropped_by__isnull', False)), _connector='OR'), name='app_list_dropped_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='appoutage',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('point',), name='app_outage_one_a_point'),
        ),
        migrations.AddConstraint(
            model_name='appoutage',
            constraint=models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='app_outage_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='appoutage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__gte', models.F('began_at')), ('ended_by__isnull', False)), _connector='OR'), name='app_outage_ended_by_somebody'),
        ),
        migrations.AddIndex(
            model_name='appregistered',
            index=models.Index(fields=['tube_key'], name='app_registered_tube'),
        ),
        migrations.AddConstraint(
            model_name='appregistered',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('round', 'person_key'), name='app_registered_person_once'),
        ),
        migrations.AddConstraint(
            model_name='appregistered',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('round', 'tube_key', 'place'), name='app_registered_place_once'),
        ),
        migrations.AddConstraint(
            model_name='appregistered',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('point', 'sheet', 'line'), name='app_registered_line_once'),
        ),
        migrations.AddConstraint(
            model_name='appregistered',
            constraint=models.CheckConstraint(condition=models.Q(('place__gt', 0), models.Q(models.Q(('line', None), ('sheet', None)), models.Q(('line__isnull', False), ('sheet__isnull', False)), _connector='OR')), name='app_registered_whole'),
        ),
        migrations.AddConstraint(
            model_name='appregistered',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='app_registered_withdrawn_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='apptemplate',
            constraint=models.UniqueConstraint(fields=('area',), name='app_template_of_an_office'),
        ),
        migrations.CreateModel(
            name='DutyLogLine',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('day', models.DateField(db_index=True)),
                ('at', models.DateTimeField()),
                ('said_sealed', models.BinaryField()),
                ('noted_at', models.DateTimeField()),
                ('late', models.BooleanField(default=False)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'duty_log_line',
            },
        ),
        migrations.CreateModel(
            name='DutyLogSign',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('day', models.DateField(db_index=True)),
                ('signed_at', models.DateTimeField()),
                ('entries', models.IntegerField()),
                ('lines', models.IntegerField()),
                ('digest', models.TextField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'duty_log_sign',
                'constraints': [models.CheckConstraint(condition=models.Q(('by', models.F('to')), _negated=True), name='duty_log_signed_by_two')],
            },
        ),
    ]
