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
        migrations.CreateModel(
            name='WasteLoad',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('day', models.DateField()),
                ('kind', models.TextField()),
                ('bags', models.IntegerField()),
                ('kg', models.DecimalField(decimal_places=2, max_digits=6)),
                ('handed_to', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'waste_load',
            },
        ),
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('at', models.DateTimeField()),
                ('to_name', models.TextField()),
                ('keys', models.IntegerField(null=True)),
                ('thermometers', models.IntegerField(null=True)),
                ('lists', models.BooleanField(default=False)),
                ('note_sealed', models.BinaryField(null=True)),
                ('open', models.IntegerField()),
                ('overdue', models.IntegerField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'hand_over',
                'constraints': [models.CheckConstraint(condition=models.Q(('overdue__lte', models.F('open'))), name='hand_over_overdue_of_open')],
            },
        ),
        migrations.CreateModel(
            name='HelpNumber',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('kind', models.TextField()),
                ('name', models.TextField(blank=True, default='')),
                ('telephone', models.TextField()),
                ('note', models.TextField(blank=True, default='')),
                ('kept_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('kept_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'help_number',
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('area', 'kind', 'telephone'), name='help_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Outing',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('household', models.UUIDField(db_index=True)),
                ('resident', models.UUIDField(db_index=True)),
                ('left_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('said_sealed', models.BinaryField()),
                ('noted_at', models.DateTimeField()),
                ('back_at', models.DateTimeField(null=True)),
                ('back_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'outing',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('back_at', None), ('back_by__isnull', True)), models.Q(('back_at__gte', models.F('left_at')), ('back_by__isnull', False)), _connector='OR'), name='outing_back_by_somebody'), models.CheckConstraint(condition=models.Q(('due_at__gt', models.F('left_at'))), name='outing_due_after')],
            },
        ),
        migrations.CreateModel(
            name='StairwellNotice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('heading', models.TextField()),
                ('text', models.TextField()),
                ('signed', models.TextField()),
                ('groups', models.IntegerField()),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'stairwell_notice',
                'constraints': [models.CheckConstraint(condition=models.Q(('groups__gte', 1)), name='stairwell_notice_groups')],
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
        migrations.AddConstraint(
            model_name='wasteload',
            constraint=models.CheckConstraint(condition=models.Q(('bags__gte', 1), ('kg__gt', 0)), name='waste_load_something'),
        ),
    ]
