"""All tables that Django's models can say."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
import wumen.records.areas
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('pk', models.CompositePrimaryKey('day', 'what', 'subject', 'win', blank=True, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('what', models.TextField()),
                ('subject', models.UUIDField()),
                ('win', models.TextField()),
                ('subdistrict', models.TextField()),
                ('area', wumen.records.areas.PathField(db_collation='C')),
                ('opens_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('state', models.TextField()),
                ('owner_post', models.UUIDField(null=True)),
                ('basis', models.JSONField()),
                ('grade', models.TextField(null=True)),
                ('reason', models.TextField(null=True)),
                ('evidence', models.TextField(null=True)),
            ],
            options={
                'db_table': 'duty',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('area', wumen.records.areas.PathField(db_collation='C')),
                ('what', models.TextField()),
                ('win', models.TextField()),
                ('state', models.TextField()),
                ('grade', models.TextField()),
                ('due_at', models.DateTimeField()),
                ('owner_post', models.UUIDField(null=True)),
                ('n', models.BigIntegerField()),
            ],
            options={
                'db_table': 'tally',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='IncomingFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', models.TextField(db_collation='C')),
                ('name', models.TextField()),
                ('sealed', models.BinaryField()),
                ('arrived_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'incoming_file',
            },
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('area', wumen.records.areas.PathField(db_collation='C', primary_key=True, serialize=False)),
                ('kind', models.TextField(choices=[('district', 'DISTRICT'), ('subdistrict', 'SUBDISTRICT'), ('community', 'COMMUNITY'), ('village', 'VILLAGE'), ('group', 'GROUP'), ('lane', 'LANE'), ('compound', 'COMPOUND'), ('site', 'SITE'), ('building', 'BUILDING'), ('unit', 'UNIT'), ('household', 'HOUSEHOLD')])),
                ('name', models.TextField()),
            ],
            options={
                'db_table': 'area',
                'constraints': [models.CheckConstraint(condition=models.Q(('area__endswith', '/')), name='area_is_path'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='area_is_named'), models.CheckConstraint(condition=models.Q(('kind__in', ['district', 'subdistrict', 'community', 'village', 'group', 'lane', 'compound', 'site', 'building', 'unit', 'household'])), name='area_kind')],
            },
        ),
        migrations.CreateModel(
            name='CrewMember',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('number', models.TextField(unique=True)),
                ('name', models.TextField()),
                ('profession', models.TextField()),
                ('telephone_sealed', models.BinaryField(null=True)),
            ],
            options={
                'db_table': 'crew',
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='crew_is_named')],
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('login', models.TextField(unique=True)),
                ('is_active', models.BooleanField(default=True)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='account', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'account',
            },
        ),
        migrations.CreateModel(
            name='Household',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', unique=True)),
                ('state', models.TextField(choices=[('owned', 'Owned'), ('let', 'Let'), ('shared', 'Shared'), ('empty', 'Empty'), ('shop', 'Shop')], default='owned')),
                ('registered_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'household',
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['owned', 'let', 'shared', 'empty', 'shop'])), name='household_state')],
            },
        ),
        migrations.CreateModel(
            name='Installation',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('made_at', models.DateTimeField()),
                ('drill_from', models.DateTimeField(null=True)),
                ('demo', models.TextField(default='none')),
            ],
            options={
                'db_table': 'installation',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='installation_one')],
            },
        ),
        migrations.CreateModel(
            name='Outbreak',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('name', models.TextField(unique=True)),
                ('playbook', models.TextField()),
                ('overlays', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'outbreak',
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='outbreak_is_named')],
            },
        ),
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('number', models.TextField(unique=True)),
                ('area', wumen.records.areas.PathField(db_collation='C')),
                ('regime', models.TextField()),
                ('authority', models.TextField()),
                ('document', models.TextField()),
                ('ground', models.TextField()),
                ('from_at', models.DateTimeField()),
                ('until_at', models.DateTimeField()),
                ('entered_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('dropped_at', models.DateTimeField(null=True)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('outbreak', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='wumen.outbreak')),
            ],
            options={
                'db_table': 'orders',
            },
        ),
        migrations.CreateModel(
            name='DataKey',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('matter', models.TextField()),
                ('day', models.DateField()),
                ('wrapped', models.BinaryField()),
                ('outbreak', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='wumen.outbreak')),
            ],
            options={
                'db_table': 'data_key',
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('role', models.TextField()),
                ('area', wumen.records.areas.PathField(blank=True, db_collation='C')),
                ('from_at', models.DateTimeField()),
                ('until_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'post',
            },
        ),
        migrations.CreateModel(
            name='Resident',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('place', models.SmallIntegerField(default=0)),
                ('name', models.TextField()),
                ('relation', models.TextField(blank=True, default='')),
                ('sex', models.TextField(blank=True, default='')),
                ('identity_sealed', models.BinaryField(null=True)),
                ('identity_key', models.BinaryField(null=True)),
                ('telephones_sealed', models.BinaryField(null=True)),
                ('needs_sealed', models.BinaryField(null=True)),
                ('since', models.DateTimeField()),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='residents', to='wumen.household')),
            ],
            options={
                'db_table': 'resident',
            },
        ),
        migrations.CreateModel(
            name='SignInLink',
            fields=[
                ('hash', models.BinaryField(primary_key=True, serialize=False)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'sign_in_link',
            },
        ),
        migrations.CreateModel(
            name='OrderScope',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C')),
                ('resident', models.UUIDField(null=True)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scopes', to='wumen.order')),
            ],
            options={
                'db_table': 'order_scope',
                'indexes': [models.Index(fields=['area'], name='order_scope_area')],
                'constraints': [models.UniqueConstraint(fields=('order', 'area', 'resident'), name='order_scope_once', nulls_distinct=False)],
            },
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(fields=['area'], name='orders_area'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('until_at__gt', models.F('from_at'))), name='order_ends'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('authority', ''), _negated=True), models.Q(('document', ''), _negated=True), models.Q(('ground', ''), _negated=True)), name='order_has_grounds'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('entered_by')), _negated=True), _connector='OR'), name='order_by_two'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='order_confirmed_whole'),
        ),
        migrations.AddConstraint(
            model_name='datakey',
            constraint=models.UniqueConstraint(fields=('outbreak', 'matter', 'day'), name='data_key_once'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(fields=['area'], name='post_area'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(condition=models.Q(('until_at__isnull', True)), fields=('person', 'role', 'area'), name='post_once'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('until_at__isnull', True), ('until_at__gt', models.F('from_at')), _connector='OR'), name='post_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='resident',
            constraint=models.UniqueConstraint(fields=('identity_key',), name='resident_identity_once'),
        ),
        migrations.AddConstraint(
            model_name='resident',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='resident_is_named'),
        ),
        migrations.AddConstraint(
            model_name='resident',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('identity_key__isnull', True), ('identity_sealed__isnull', True)), models.Q(('identity_key__isnull', False), ('identity_sealed__isnull', False)), _connector='OR'), name='resident_identity_sealed_and_keyed'),
        ),
    ]
