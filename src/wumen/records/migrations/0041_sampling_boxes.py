"""Transport boxes of a round, their tubes by keyed hashes, tubes said as made; times that are moved by hand."""

import django.db.models.deletion
import uuid
import wumen.records.areas
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0040_sampling_rounds'),
    ]

    operations = [
        migrations.CreateModel(
            name='SamplingBox',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('number', models.TextField()),
                ('seal', models.TextField()),
                ('tubes', models.SmallIntegerField()),
                ('first_at', models.DateTimeField()),
                ('noted_at', models.DateTimeField()),
                ('handed_to', models.TextField(blank=True, default='')),
                ('handed_at', models.DateTimeField(null=True)),
                ('handed_tubes', models.SmallIntegerField(null=True)),
                ('lab', models.TextField(blank=True, default='')),
                ('received_at', models.DateTimeField(null=True)),
                ('received_tubes', models.SmallIntegerField(null=True)),
                ('why', models.TextField(blank=True, default='')),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_why', models.TextField(blank=True, default='')),
            ],
            options={
                'db_table': 'sampling_box',
            },
        ),
        migrations.CreateModel(
            name='SamplingBoxTube',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('tube_key', models.BinaryField()),
            ],
            options={
                'db_table': 'sampling_box_tube',
            },
        ),
        migrations.CreateModel(
            name='SamplingTubes',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('tubes', models.IntegerField()),
                ('said_at', models.DateTimeField()),
                ('why', models.TextField(blank=True, default='')),
                ('why_boxed', models.IntegerField(null=True)),
            ],
            options={
                'db_table': 'sampling_tubes',
            },
        ),
        migrations.AddField(
            model_name='samplinground',
            name='hand_minutes',
            field=models.SmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='samplinground',
            name='lab_minutes',
            field=models.SmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='samplingslot',
            name='by_hand',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='samplingslot',
            name='set_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name='samplinground',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('hand_minutes', None), ('hand_minutes__gt', 0), _connector='OR'), models.Q(('lab_minutes', None), ('lab_minutes__gt', 0), _connector='OR')), name='sampling_round_limits'),
        ),
        migrations.AddField(
            model_name='samplingbox',
            name='handed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember'),
        ),
        migrations.AddField(
            model_name='samplingbox',
            name='noted_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember'),
        ),
        migrations.AddField(
            model_name='samplingbox',
            name='point',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.samplingpoint'),
        ),
        migrations.AddField(
            model_name='samplingbox',
            name='received_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember'),
        ),
        migrations.AddField(
            model_name='samplingbox',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='boxes', to='wumen.samplinground'),
        ),
        migrations.AddField(
            model_name='samplingbox',
            name='why_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember'),
        ),
        migrations.AddField(
            model_name='samplingboxtube',
            name='box',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scanned', to='wumen.samplingbox'),
        ),
        migrations.AddField(
            model_name='samplingboxtube',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wumen.samplinground'),
        ),
        migrations.AddField(
            model_name='samplingtubes',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember'),
        ),
        migrations.AddField(
            model_name='samplingtubes',
            name='point',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.samplingpoint'),
        ),
        migrations.AddField(
            model_name='samplingtubes',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tubes', to='wumen.samplinground'),
        ),
        migrations.AddField(
            model_name='samplingtubes',
            name='why_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember'),
        ),
        migrations.AddConstraint(
            model_name='samplingbox',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('round', 'number', 'seal'), name='sampling_box_once'),
        ),
        migrations.AddConstraint(
            model_name='samplingbox',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number', ''), _negated=True), models.Q(('seal', ''), _negated=True), ('tubes__gt', 0)), name='sampling_box_whole'),
        ),
        migrations.AddConstraint(
            model_name='samplingbox',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('handed_at', None), ('handed_by', None), ('handed_to', ''), ('handed_tubes', None)), models.Q(('handed_at__gte', models.F('first_at')), ('handed_by__isnull', False), ('handed_tubes__gte', 0), models.Q(('handed_to', ''), _negated=True)), _connector='OR'), name='sampling_box_handed_to_somebody'),
        ),
        migrations.AddConstraint(
            model_name='samplingbox',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lab', ''), ('received_at', None), ('received_by', None), ('received_tubes', None)), models.Q(('received_at__gte', models.F('first_at')), ('received_by__isnull', False), ('received_tubes__gte', 0), models.Q(('lab', ''), _negated=True)), _connector='OR'), name='sampling_box_received_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='samplingboxtube',
            constraint=models.UniqueConstraint(fields=('round', 'tube_key'), name='sampling_box_tube_once'),
        ),
        migrations.AddConstraint(
            model_name='samplingtubes',
            constraint=models.UniqueConstraint(fields=('round', 'point'), name='sampling_tubes_point_once'),
        ),
        migrations.AddConstraint(
            model_name='samplingtubes',
            constraint=models.UniqueConstraint(condition=models.Q(('point', None)), fields=('round', 'area'), name='sampling_tubes_place_once'),
        ),
        migrations.AddConstraint(
            model_name='samplingtubes',
            constraint=models.CheckConstraint(condition=models.Q(('tubes__gte', 0)), name='sampling_tubes_not_less_than_none'),
        ),
    ]
