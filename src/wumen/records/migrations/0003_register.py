"""The register in its whole shape: former residents, changes, knocks, care, organisations, facilities."""

from pathlib import Path

import django.db.models.deletion
import uuid
import wumen.records.areas
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0002_log_and_duties'),
    ]

    operations = [
        migrations.CreateModel(
            name='Building',
            fields=[
                ('area', wumen.records.areas.PathField(db_collation='C', primary_key=True, serialize=False)),
                ('type', models.TextField()),
                ('floors', models.SmallIntegerField()),
                ('assumed', models.BooleanField(default=True)),
            ],
            options={
                'db_table': 'building',
            },
        ),
        migrations.CreateModel(
            name='Facility',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('kind', models.TextField()),
                ('name', models.TextField()),
                ('floor', models.SmallIntegerField(null=True)),
                ('assumed', models.BooleanField(default=True)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('confirmed_by', models.UUIDField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'facility',
            },
        ),
        migrations.CreateModel(
            name='FormerHousehold',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C')),
                ('state', models.TextField(choices=[('owned', 'Owned'), ('let', 'Let'), ('shared', 'Shared'), ('dormitory', 'Dormitory'), ('empty', 'Empty'), ('shop', 'Shop')], default='owned')),
                ('registered_at', models.DateTimeField()),
                ('gone_at', models.DateTimeField()),
                ('why', models.TextField(choices=[('merged', 'Merged'), ('moved_away', 'Moved Away'), ('not_living_here', 'Not Living Here'), ('died', 'Died')])),
                ('into', models.UUIDField(null=True)),
            ],
            options={
                'db_table': 'former_household',
            },
        ),
        migrations.CreateModel(
            name='FormerResident',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C')),
                ('place', models.SmallIntegerField(default=0)),
                ('name', models.TextField()),
                ('relation', models.TextField(blank=True, default='')),
                ('sex', models.TextField(blank=True, default='')),
                ('identity_sealed', models.BinaryField(null=True)),
                ('identity_key', models.BinaryField(null=True)),
                ('identity_shared', models.BooleanField(db_default=False, default=False)),
                ('telephones_sealed', models.BinaryField(null=True)),
                ('needs_sealed', models.BinaryField(null=True)),
                ('since', models.DateTimeField()),
                ('away_since', models.DateField(null=True)),
                ('away_until', models.DateField(null=True)),
                ('household', models.UUIDField(db_index=True)),
                ('gone_at', models.DateTimeField()),
                ('why', models.TextField(choices=[('merged', 'Merged'), ('moved_away', 'Moved Away'), ('not_living_here', 'Not Living Here'), ('died', 'Died')])),
                ('into', models.UUIDField(null=True)),
            ],
            options={
                'db_table': 'former_resident',
            },
        ),
        migrations.CreateModel(
            name='Grid',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('name', models.TextField()),
            ],
            options={
                'db_table': 'grid',
            },
        ),
        migrations.CreateModel(
            name='GridPlace',
            fields=[
                ('area', wumen.records.areas.PathField(db_collation='C', primary_key=True, serialize=False)),
            ],
            options={
                'db_table': 'grid_place',
            },
        ),
        migrations.CreateModel(
            name='Knock',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('household', models.UUIDField(db_index=True)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('knocked_at', models.DateTimeField()),
                ('result', models.TextField(choices=[('spoken', 'Spoken'), ('nobody_home', 'Nobody Home'), ('not_living_here', 'Not Living Here'), ('moved', 'Moved'), ('refused', 'Refused'), ('needs', 'Needs')])),
                ('by', models.UUIDField()),
                ('slip_left', models.BooleanField(default=False)),
                ('said_sealed', models.BinaryField(null=True)),
            ],
            options={
                'db_table': 'knock',
            },
        ),
        migrations.CreateModel(
            name='LedgerJob',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C')),
                ('file', models.UUIDField()),
                ('post', models.UUIDField()),
                ('state', models.TextField(choices=[('queued', 'Queued'), ('reading', 'Reading'), ('comparing', 'Comparing'), ('writing', 'Writing'), ('planning', 'Planning'), ('done', 'Done'), ('refused', 'Refused'), ('cancelled', 'Cancelled')], default='queued')),
                ('done', models.IntegerField(default=0)),
                ('total', models.IntegerField(default=0)),
                ('asked_to_stop', models.BooleanField(default=False)),
                ('queued_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('counts', models.JSONField(null=True)),
                ('problem', models.TextField(blank=True, default='')),
                ('outcome_sealed', models.BinaryField(null=True)),
            ],
            options={
                'db_table': 'ledger_job',
            },
        ),
        migrations.CreateModel(
            name='LedgerLayout',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C')),
                ('fingerprint', models.TextField()),
                ('columns', models.JSONField()),
                ('kept_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'ledger_layout',
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('name', models.TextField()),
                ('kind', models.TextField()),
                ('contact_sealed', models.BinaryField(null=True)),
                ('registered_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'organisation',
            },
        ),
        migrations.CreateModel(
            name='RegisterChange',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('area', wumen.records.areas.PathField(db_collation='C')),
                ('made_at', models.DateTimeField()),
                ('made_by', models.UUIDField()),
                ('body_sealed', models.BinaryField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('undone_by', models.UUIDField(null=True)),
            ],
            options={
                'db_table': 'register_change',
            },
        ),
        migrations.CreateModel(
            name='RosterEntry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('resident', models.UUIDField(db_index=True, null=True)),
                ('name', models.TextField()),
                ('identity_sealed', models.BinaryField(null=True)),
                ('identity_key', models.BinaryField(db_index=True, null=True)),
                ('telephones_sealed', models.BinaryField(null=True)),
                ('since', models.DateTimeField()),
                ('left_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'roster_entry',
            },
        ),
        migrations.CreateModel(
            name='SearchKey',
            fields=[
                ('pk', models.CompositePrimaryKey('token', 'area', 'subject', blank=True, editable=False, primary_key=True, serialize=False)),
                ('token', models.TextField(db_collation='C')),
                ('area', wumen.records.areas.PathField(db_collation='C')),
                ('subject', models.UUIDField()),
            ],
            options={
                'db_table': 'search_key',
            },
        ),
        migrations.CreateModel(
            name='SpecialNeed',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('resident', models.UUIDField(db_index=True)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('need_sealed', models.BinaryField()),
                ('noted_at', models.DateTimeField()),
                ('noted_by', models.UUIDField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'special_need',
            },
        ),
        migrations.CreateModel(
            name='Tenancy',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('household', models.UUIDField(db_index=True)),
                ('area', wumen.records.areas.PathField(db_collation='C')),
                ('landlord', models.UUIDField(null=True)),
                ('landlord_sealed', models.BinaryField()),
                ('begins', models.DateField(null=True)),
                ('ends', models.DateField(null=True)),
            ],
            options={
                'db_table': 'tenancy',
            },
        ),
        migrations.RemoveConstraint(
            model_name='household',
            name='household_state',
        ),
        migrations.RemoveConstraint(
            model_name='resident',
            name='resident_identity_once',
        ),
        migrations.AddField(
            model_name='resident',
            name='away_since',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='resident',
            name='away_until',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='resident',
            name='identity_shared',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name='household',
            name='area',
            field=wumen.records.areas.PathField(db_collation='C'),
        ),
        migrations.AlterField(
            model_name='household',
            name='state',
            field=models.TextField(choices=[('owned', 'Owned'), ('let', 'Let'), ('shared', 'Shared'), ('dormitory', 'Dormitory'), ('empty', 'Empty'), ('shop', 'Shop')], default='owned'),
        ),
        migrations.AlterField(
            model_name='incomingfile',
            name='area',
            field=wumen.records.areas.PathField(db_collation='C'),
        ),
        migrations.AlterField(
            model_name='resident',
            name='area',
            field=wumen.records.areas.PathField(db_collation='C'),
        ),
        migrations.AddIndex(
            model_name='resident',
            index=models.Index(fields=['area'], name='resident_area'),
        ),
        migrations.AddIndex(
            model_name='resident',
            index=models.Index(condition=models.Q(('identity_shared', True)), fields=['identity_key'], name='resident_identity_shared'),
        ),
        migrations.AddConstraint(
            model_name='household',
            constraint=models.UniqueConstraint(fields=('area',), name='household_door_once'),
        ),
        migrations.AddConstraint(
            model_name='household',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['owned', 'let', 'shared', 'dormitory', 'empty', 'shop'])), name='household_state'),
        ),
        migrations.AddConstraint(
            model_name='resident',
            constraint=models.UniqueConstraint(condition=models.Q(('identity_shared', False)), fields=('identity_key',), name='resident_identity_once'),
        ),
        migrations.AddConstraint(
            model_name='resident',
            constraint=models.CheckConstraint(condition=models.Q(('away_until__isnull', True), models.Q(('away_since__isnull', False), ('away_until__gte', models.F('away_since'))), _connector='OR'), name='resident_away_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='building',
            constraint=models.CheckConstraint(condition=models.Q(('floors__gt', 0)), name='building_has_floors'),
        ),
        migrations.AddConstraint(
            model_name='facility',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('area', 'kind', 'name'), name='facility_named_once'),
        ),
        migrations.AddIndex(
            model_name='formerhousehold',
            index=models.Index(fields=['area'], name='former_household_area'),
        ),
        migrations.AddIndex(
            model_name='formerresident',
            index=models.Index(fields=['area'], name='former_resident_area'),
        ),
        migrations.AddField(
            model_name='grid',
            name='worker',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='wumen.crewmember'),
        ),
        migrations.AddField(
            model_name='gridplace',
            name='grid',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='wumen.grid'),
        ),
        migrations.AddIndex(
            model_name='ledgerjob',
            index=models.Index(fields=['area', 'queued_at'], name='ledger_job_area'),
        ),
        migrations.AddConstraint(
            model_name='ledgerlayout',
            constraint=models.UniqueConstraint(fields=('area', 'fingerprint'), name='ledger_layout_once'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='organisation_is_named'),
        ),
        migrations.AddIndex(
            model_name='registerchange',
            index=models.Index(fields=['area', 'made_at'], name='register_change_area'),
        ),
        migrations.AddField(
            model_name='rosterentry',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roster_entries', to='wumen.organisation'),
        ),
        migrations.AddConstraint(
            model_name='tenancy',
            constraint=models.UniqueConstraint(condition=models.Q(('ends__isnull', True)), fields=('household',), name='tenancy_open_once'),
        ),
        migrations.AddConstraint(
            model_name='grid',
            constraint=models.UniqueConstraint(fields=('area', 'name'), name='grid_named_once'),
        ),
        migrations.AddConstraint(
            model_name='rosterentry',
            constraint=models.UniqueConstraint(condition=models.Q(('left_at__isnull', True)), fields=('organisation', 'identity_key'), name='roster_entry_once'),
        ),
        migrations.RunSQL((SQL / "register.sql").read_text(), migrations.RunSQL.noop),
    ]
