"""Shops under a zone, bins for waste of isolated homes, an organisation's own hour in a sampling round."""

import django.db.models.deletion
import uuid
import wumen.records.areas
from django.db import migrations, models

# Every shop on the list gets the door that is looked in at; what is checked later is checked now.
_DOORS = """
    INSERT INTO facility (id, area, kind, name, assumed, confirmed_at, confirmed_by)
    SELECT id, area, 'shop', name, false, said_at, by_id FROM shop WHERE ended_at IS NULL;
    UPDATE shop SET facility_id = id WHERE ended_at IS NULL;
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0049_point_days'),
    ]

    operations = [
        migrations.CreateModel(
            name='CareBin',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('facility', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.facility')),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('stands_at', models.TextField()),
                ('state', models.TextField()),
                ('placed_at', models.DateTimeField()),
                ('said_at', models.DateTimeField()),
                ('emptied_at', models.DateTimeField(null=True)),
                ('removed_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'care_bin',
            },
        ),
        migrations.CreateModel(
            name='ShopLook',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('day', models.DateField()),
                ('found', models.TextField()),
                ('note', models.TextField(blank=True, default='')),
                ('at', models.DateTimeField()),
                ('item', models.BigIntegerField(null=True)),
            ],
            options={
                'db_table': 'shop_look',
            },
        ),
        migrations.CreateModel(
            name='ShopSupply',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('authority', models.TextField()),
                ('document', models.TextField()),
                ('noted_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'shop_supply',
            },
        ),
        migrations.RemoveConstraint(
            model_name='samplingslot',
            name='sampling_slot_once',
        ),
        migrations.RemoveConstraint(
            model_name='shop',
            name='shop_state',
        ),
        migrations.AddField(
            model_name='samplingroundscope',
            name='team',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='samplingroundscope',
            name='team_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='samplingslot',
            name='organisation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.organisation'),
        ),
        migrations.AddField(
            model_name='shop',
            name='door',
            field=wumen.records.areas.PathField(blank=True, db_collation='C', default=''),
        ),
        migrations.AddField(
            model_name='shop',
            name='facility',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.facility'),
        ),
        migrations.AddConstraint(
            model_name='samplingroundscope',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('team', ''), ('team_at', None)), models.Q(('organisation__isnull', False), ('team_at__isnull', False), models.Q(('team', ''), _negated=True)), _connector='OR'), name='sampling_round_team_comes'),
        ),
        migrations.AddConstraint(
            model_name='samplingslot',
            constraint=models.UniqueConstraint(condition=models.Q(('organisation', None)), fields=('round', 'area'), name='sampling_slot_once'),
        ),
        migrations.AddConstraint(
            model_name='samplingslot',
            constraint=models.UniqueConstraint(fields=('round', 'organisation'), name='sampling_slot_of_organisation_once'),
        ),
        migrations.AddConstraint(
            model_name='shop',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('state__in', ['open', 'closed', 'ordinary']), models.Q(('state', 'limited'), models.Q(('limits', ''), _negated=True)), _connector='OR')), name='shop_state'),
        ),
        migrations.RunSQL(_DOORS, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='shop',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__isnull', False), ('facility__isnull', False), _connector='OR'), name='shop_has_a_door'),
        ),
        migrations.AddField(
            model_name='carebin',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember'),
        ),
        migrations.AddField(
            model_name='wasteload',
            name='bin',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='loads', to='wumen.carebin'),
        ),
        migrations.AddConstraint(
            model_name='wasteload',
            constraint=models.CheckConstraint(condition=models.Q(('bin', None), ('kind', 'medical'), _connector='OR'), name='waste_load_of_a_bin'),
        ),
        migrations.AddField(
            model_name='shoplook',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember'),
        ),
        migrations.AddField(
            model_name='shoplook',
            name='order',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.order'),
        ),
        migrations.AddField(
            model_name='shoplook',
            name='shop',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='wumen.shop'),
        ),
        migrations.AddField(
            model_name='shopsupply',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember'),
        ),
        migrations.AddField(
            model_name='shopsupply',
            name='order',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.order'),
        ),
        migrations.AddField(
            model_name='shopsupply',
            name='shop',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supplies', to='wumen.shop'),
        ),
        migrations.AddConstraint(
            model_name='carebin',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stands_at', ''), _negated=True), ('state__in', ['in_use', 'full', 'damaged'])), name='care_bin_stands'),
        ),
        migrations.AddIndex(
            model_name='shoplook',
            index=models.Index(fields=['shop', 'at'], name='shop_look_of_shop'),
        ),
        migrations.AddConstraint(
            model_name='shoplook',
            constraint=models.CheckConstraint(condition=models.Q(('found__in', ['told', 'closed', 'reopened']), models.Q(('found', 'open'), ('item__isnull', False)), _connector='OR'), name='shop_look_found'),
        ),
        migrations.AddConstraint(
            model_name='shopsupply',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('shop', 'order'), name='shop_supply_once'),
        ),
        migrations.AddConstraint(
            model_name='shopsupply',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('authority', ''), _negated=True), models.Q(('document', ''), _negated=True)), name='shop_supply_is_decided'),
        ),
    ]
