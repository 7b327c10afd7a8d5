"""What a community notes in a day on one PC: transfers, numbers of help, hand-overs, outings, waste, notices."""

import django.db.models.deletion
import uuid
import wumen.records.areas
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', "0023_sampling_points"),
    ]

    operations = [
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('household', models.UUIDField(db_index=True)),
                ('resident', models.UUIDField(db_index=True)),
                ('bus_at', models.DateTimeField()),
                ('said_sealed', models.BinaryField()),
                ('opened_at', models.DateTimeField()),
                ('occurrence', models.BigIntegerField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('outbreak', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.outbreak')),
            ],
            options={
                'db_table': 'transfer',
            },
        ),
        migrations.CreateModel(
            name='TransferStep',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('step', models.TextField()),
                ('happened_at', models.DateTimeField()),
                ('noted_at', models.DateTimeField()),
                ('said_sealed', models.BinaryField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('transfer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='wumen.transfer')),
            ],
            options={
                'db_table': 'transfer_step',
            },
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('opened_at')), _connector='OR'), name='transfer_ends_after'),
        ),
        migrations.AddConstraint(
            model_name='transferstep',
            constraint=models.UniqueConstraint(fields=('transfer', 'step'), name='transfer_step_once'),
        ),
        migrations.AddConstraint(
            model_name='transferstep',
            constraint=models.CheckConstraint(condition=models.Q(('happened_at__lte', models.F('noted_at'))), name='transfer_step_had_happened'),
        ),
    ]
