"""Sampling rounds: where and when, who comes to which point, why somebody was not sampled; looks at tubes."""

import django.db.models.deletion
import uuid
import wumen.records.areas
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0039_stock'),
    ]

    operations = [
        migrations.CreateModel(
            name='SamplingRound',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('subdistrict', models.TextField()),
                ('number', models.SmallIntegerField()),
                ('day', models.DateField(db_index=True)),
                ('begins_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('pool', models.TextField()),
                ('size', models.SmallIntegerField()),
                ('per_desk', models.IntegerField()),
                ('cap', models.IntegerField()),
                ('ordered_by', models.TextField()),
                ('document', models.TextField(blank=True, default='')),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('refusals_erased_at', models.DateTimeField(null=True)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('outbreak', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.outbreak')),
            ],
            options={
                'db_table': 'sampling_round',
            },
        ),
        migrations.CreateModel(
            name='RosterSample',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('sampled_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.rosterentry')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='samples', to='wumen.samplinground')),
            ],
            options={
                'db_table': 'roster_sample',
            },
        ),
        migrations.CreateModel(
            name='NotSampled',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('resident', models.UUIDField(db_index=True)),
                ('why', models.TextField()),
                ('said_sealed', models.BinaryField(null=True)),
                ('noted_at', models.DateTimeField()),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='whys', to='wumen.samplinground')),
            ],
            options={
                'db_table': 'not_sampled',
            },
        ),
        migrations.CreateModel(
            name='SamplingRoundScope',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('single', models.BooleanField(default=False)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.organisation')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scopes', to='wumen.samplinground')),
            ],
            options={
                'db_table': 'sampling_round_scope',
            },
        ),
        migrations.CreateModel(
            name='SamplingSlot',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('heads', models.IntegerField()),
                ('begins_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('waves', models.JSONField(default=list)),
                ('late', models.BooleanField(default=False)),
                ('point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.samplingpoint')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='wumen.samplinground')),
            ],
            options={
                'db_table': 'sampling_slot',
            },
        ),
        migrations.CreateModel(
            name='TubeLook',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('tube_key', models.BinaryField()),
                ('purpose', models.TextField()),
                ('samples', models.IntegerField()),
                ('asked_at', models.DateTimeField()),
                ('agreed_at', models.DateTimeField(null=True)),
                ('agreed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'tube_look',
            },
        ),
        migrations.AddConstraint(
            model_name='samplinground',
            constraint=models.UniqueConstraint(fields=('outbreak', 'subdistrict', 'number'), name='sampling_round_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='samplinground',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('begins_at')), ('cap__gt', 0), ('number__gt', 0), ('per_desk__gt', 0), ('size__gte', 1), models.Q(('ordered_by', ''), _negated=True)), name='sampling_round_whole'),
        ),
        migrations.AddConstraint(
            model_name='samplinground',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by__isnull', True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='sampling_round_closed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='rostersample',
            constraint=models.UniqueConstraint(fields=('round', 'entry'), name='roster_sample_once'),
        ),
        migrations.AddConstraint(
            model_name='notsampled',
            constraint=models.UniqueConstraint(fields=('round', 'resident'), name='not_sampled_once'),
        ),
        migrations.AddConstraint(
            model_name='notsampled',
            constraint=models.CheckConstraint(condition=models.Q(('why__in', ['away', 'sampled_elsewhere', 'unfit']), models.Q(('said_sealed', None), ('why', 'refused')), _connector='OR'), name='not_sampled_why'),
        ),
        migrations.AddConstraint(
            model_name='samplingroundscope',
            constraint=models.UniqueConstraint(condition=models.Q(('organisation', None)), fields=('round', 'area'), name='sampling_round_place_once'),
        ),
        migrations.AddConstraint(
            model_name='samplingroundscope',
            constraint=models.UniqueConstraint(fields=('round', 'organisation'), name='sampling_round_organisation_once'),
        ),
        migrations.AddConstraint(
            model_name='samplingslot',
            constraint=models.UniqueConstraint(fields=('round', 'area'), name='sampling_slot_once'),
        ),
        migrations.AddConstraint(
            model_name='samplingslot',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('begins_at')), ('heads__gt', 0)), name='sampling_slot_of_some'),
        ),
        migrations.AddConstraint(
            model_name='tubelook',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreed_at', None), ('agreed_by__isnull', True)), models.Q(('agreed_at__isnull', False), ('agreed_by__isnull', False), models.Q(('agreed_by', models.F('asked_by')), _negated=True)), _connector='OR'), name='tube_look_by_two'),
        ),
    ]
