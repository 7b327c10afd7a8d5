"""The force: members, wishes, codes for signing up, teams of homes, who is taken when, roles and structure."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
import wumen.records.areas
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', "0025_field"),
    ]

    operations = [
        migrations.AddField(
            model_name='post',
            name='by_hand',
            field=models.BooleanField(default=True),
        ),
        migrations.CreateModel(
            name='ForceMember',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('people', models.SmallIntegerField(default=1)),
                ('comes_from', models.TextField(blank=True, default='')),
                ('telephone_key', models.BinaryField(db_index=True, null=True)),
                ('telephone_shown', models.BooleanField(default=False)),
                ('resident', models.UUIDField(db_index=True, null=True)),
                ('lives', wumen.records.areas.PathField(blank=True, db_collation='C', default='')),
                ('born', models.SmallIntegerField(null=True)),
                ('skills', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), blank=True, default=list, size=None)),
                ('wishes', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), blank=True, default=list, size=None)),
                ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), blank=True, default=list, size=None)),
                ('limits_sealed', models.BinaryField(null=True)),
                ('free', models.IntegerField()),
                ('rest_until', models.DateField(null=True)),
                ('sampled_on', models.DateField(null=True)),
                ('came', models.TextField()),
                ('signed_up_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('confirmed_by', models.UUIDField(null=True)),
                ('left_at', models.DateTimeField(null=True)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='serves', to='wumen.crewmember')),
                ('relieved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='relieves', to='wumen.forcemember')),
            ],
            options={
                'db_table': 'force_member',
            },
        ),
        migrations.CreateModel(
            name='ForceCare',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('household', models.UUIDField(db_index=True)),
                ('team', models.TextField()),
                ('place', models.TextField()),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('by_hand', models.BooleanField(default=False)),
                ('by', models.UUIDField()),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cares', to='wumen.forcemember')),
            ],
            options={
                'db_table': 'force_care',
            },
        ),
        migrations.CreateModel(
            name='Deployment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('day', models.DateField(db_index=True)),
                ('half', models.TextField()),
                ('what', models.TextField()),
                ('minutes', models.SmallIntegerField()),
                ('outdoor_minutes', models.SmallIntegerField(default=0)),
                ('taken_at', models.DateTimeField()),
                ('taken_by', models.UUIDField()),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deployments', to='wumen.forcemember')),
            ],
            options={
                'db_table': 'deployment',
            },
        ),
        migrations.CreateModel(
            name='ForceRole',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('role', models.TextField()),
                ('duties', models.TextField()),
                ('written_at', models.DateTimeField()),
                ('written_by', models.UUIDField()),
            ],
            options={
                'db_table': 'force_role',
                'constraints': [models.UniqueConstraint(fields=('area', 'role'), name='force_role_once')],
            },
        ),
        migrations.CreateModel(
            name='ForceWish',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('place', models.SmallIntegerField()),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wished', to='wumen.forcemember')),
            ],
            options={
                'db_table': 'force_wish',
            },
        ),
        migrations.CreateModel(
            name='ForceBody',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('kind', models.TextField()),
                ('name', models.TextField()),
                ('answers_for', models.TextField(blank=True, default='')),
                ('colour', models.TextField(blank=True, default='')),
                ('place', models.SmallIntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('head', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'force_body',
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('area', 'name'), name='force_body_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='force_body_named')],
            },
        ),
        migrations.CreateModel(
            name='ForceCallUp',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('code_key', models.BinaryField(unique=True)),
                ('title', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('until_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'force_call_up',
                'constraints': [models.CheckConstraint(condition=models.Q(('until_at__gt', models.F('made_at'))), name='force_call_up_ends')],
            },
        ),
        migrations.AddConstraint(
            model_name='forcemember',
            constraint=models.CheckConstraint(condition=models.Q(('people__gte', 1), ('people__lte', 200)), name='force_member_people'),
        ),
        migrations.AddConstraint(
            model_name='forcemember',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='force_member_confirmed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='forcecare',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('household', 'team', 'place'), name='force_care_place_once'),
        ),
        migrations.AddConstraint(
            model_name='forcecare',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('household', 'team', 'member'), name='force_care_member_once'),
        ),
        migrations.AddConstraint(
            model_name='deployment',
            constraint=models.UniqueConstraint(condition=models.Q(('cancelled_at__isnull', True)), fields=('member', 'day', 'half'), name='deployment_nobody_twice'),
        ),
        migrations.AddConstraint(
            model_name='deployment',
            constraint=models.CheckConstraint(condition=models.Q(('minutes__gt', 0), ('minutes__lte', 720), ('outdoor_minutes__gte', 0), ('outdoor_minutes__lte', models.F('minutes'))), name='deployment_minutes'),
        ),
        migrations.AddConstraint(
            model_name='forcewish',
            constraint=models.UniqueConstraint(fields=('member', 'area'), name='force_wish_once'),
        ),
    ]
