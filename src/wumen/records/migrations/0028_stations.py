"""Stations, their hours, rosters with their shifts, and days that people asked to be free."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
import wumen.records.areas
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0026_force'),
    ]

    operations = [
        migrations.RunSQL('CREATE SEQUENCE roster_number START 1;', migrations.RunSQL.noop),
        migrations.CreateModel(
            name='Roster',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('number', models.IntegerField(unique=True)),
                ('first_day', models.DateField()),
                ('days', models.SmallIntegerField()),
                ('stations', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ('people', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ('seed', models.IntegerField()),
                ('state', models.TextField(choices=[('making', 'Making'), ('ready', 'Ready'), ('refused', 'Refused')], default='making')),
                ('cost', models.IntegerField(null=True)),
                ('bound', models.IntegerField(null=True)),
                ('problem', models.TextField(blank=True, default='')),
                ('made_at', models.DateTimeField()),
                ('post', models.UUIDField()),
                ('published_at', models.DateTimeField(null=True)),
                ('published_by', models.UUIDField(null=True)),
                ('dropped_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'roster',
                'constraints': [models.CheckConstraint(condition=models.Q(('days__gte', 1), ('days__lte', 28)), name='roster_days_to_weeks')],
            },
        ),
        migrations.CreateModel(
            name='Station',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('kind', models.TextField()),
                ('name', models.TextField()),
                ('outdoors', models.BooleanField(default=False)),
                ('isolated', models.BooleanField(default=False)),
                ('rings_after', models.SmallIntegerField()),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'station',
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('area', 'name'), name='station_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='station_named'), models.CheckConstraint(condition=models.Q(('rings_after__gte', 1), ('rings_after__lte', 120)), name='station_rings_soon')],
            },
        ),
        migrations.CreateModel(
            name='StationHours',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('start', models.SmallIntegerField()),
                ('minutes', models.SmallIntegerField()),
                ('weekdays', models.SmallIntegerField()),
                ('need', models.SmallIntegerField()),
                ('skill', models.TextField(blank=True, default='')),
                ('ended_at', models.DateTimeField(null=True)),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hours', to='wumen.station')),
            ],
            options={
                'db_table': 'station_hours',
            },
        ),
        migrations.CreateModel(
            name='Shift',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('day', models.DateField(db_index=True)),
                ('seat', models.SmallIntegerField()),
                ('begins_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(db_index=True)),
                ('by_hand', models.BooleanField(default=False)),
                ('came_at', models.DateTimeField(null=True)),
                ('came_how', models.TextField(blank=True, default='')),
                ('came_noted_by', models.UUIDField(null=True)),
                ('went_at', models.DateTimeField(null=True)),
                ('handed_over_sealed', models.BinaryField(null=True)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='wumen.crewmember')),
                ('roster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='wumen.roster')),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='wumen.station')),
                ('hours', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.stationhours')),
            ],
            options={
                'db_table': 'shift',
            },
        ),
        migrations.CreateModel(
            name='DayAsked',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('day', models.DateField()),
                ('kind', models.TextField()),
                ('noted_at', models.DateTimeField()),
                ('noted_by', models.UUIDField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'day_asked',
                'constraints': [models.UniqueConstraint(fields=('area', 'person', 'day'), name='day_asked_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='stationhours',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('station', 'start', 'minutes', 'weekdays', 'skill'), name='station_hours_once'),
        ),
        migrations.AddConstraint(
            model_name='stationhours',
            constraint=models.CheckConstraint(condition=models.Q(('minutes__gte', 30), ('minutes__lte', 720), ('need__gte', 1), ('need__lte', 20), ('start__gte', 0), ('start__lt', 1440), ('weekdays__gte', 1), ('weekdays__lte', 127)), name='station_hours_sound'),
        ),
        migrations.AddConstraint(
            model_name='shift',
            constraint=models.UniqueConstraint(fields=('roster', 'hours', 'day', 'seat'), name='shift_once'),
        ),
        migrations.AddConstraint(
            model_name='shift',
            constraint=models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('roster', 'person', 'day'), name='shift_nobody_twice'),
        ),
        migrations.AddConstraint(
            model_name='shift',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('begins_at'))), name='shift_ends'),
        ),
        migrations.AddConstraint(
            model_name='shift',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('came_at__isnull', True), ('came_how', ''), ('came_noted_by__isnull', True)), models.Q(('came_at__isnull', False), ('came_noted_by__isnull', False), ('person__isnull', False)), _connector='OR'), name='shift_came_whole'),
        ),
    ]
