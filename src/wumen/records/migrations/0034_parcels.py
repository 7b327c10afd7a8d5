"""Deposit points with their keepers, and parcels in."""

import django.db.models.deletion
import uuid
import wumen.records.areas
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0033_quick_batches'),
    ]

    operations = [
        migrations.CreateModel(
            name='DepositPoint',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('name', models.TextField()),
                ('keeper', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'deposit_point',
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('area', 'name'), name='deposit_point_once'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('keeper', ''), _negated=True)), name='deposit_point_kept')],
            },
        ),
        migrations.CreateModel(
            name='Parcel',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('household', models.UUIDField(db_index=True, null=True)),
                ('batch', models.UUIDField(db_index=True)),
                ('pieces', models.IntegerField()),
                ('line_sealed', models.BinaryField(null=True)),
                ('arrived_at', models.DateTimeField()),
                ('noted_at', models.DateTimeField()),
                ('handed_at', models.DateTimeField(null=True)),
                ('how', models.TextField(blank=True, default='')),
                ('carried_by', models.TextField(blank=True, default='')),
                ('handing', models.UUIDField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('handed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parcels', to='wumen.depositpoint')),
            ],
            options={
                'db_table': 'parcel',
                'indexes': [models.Index(condition=models.Q(('handed_at__isnull', True)), fields=['point'], name='parcel_lying')],
                'constraints': [models.CheckConstraint(condition=models.Q(('pieces__gte', 1)), name='parcel_of_some'), models.CheckConstraint(condition=models.Q(('household__isnull', False), ('line_sealed__isnull', False), ('how', 'mistake'), _connector='OR'), name='parcel_of_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('handed_at', None), ('handed_by', None), ('handing', None), ('how', '')), models.Q(('handed_at__isnull', False), ('handed_by__isnull', False), ('handing__isnull', False), ('how__in', ['brought', 'fetched', 'mistake'])), _connector='OR'), name='parcel_handed_whole'), models.CheckConstraint(condition=models.Q(models.Q(('how', 'brought'), models.Q(('carried_by', ''), _negated=True)), models.Q(models.Q(('how', 'brought'), _negated=True), ('carried_by', '')), _connector='OR'), name='parcel_brought_by_somebody')],
            },
        ),
    ]
