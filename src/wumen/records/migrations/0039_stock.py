"""Stock at deposit points with its movements, and the lots that come for homes."""

import django.db.models.deletion
import uuid
import wumen.records.areas
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0038_card_makers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Lot',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('served', wumen.records.areas.PathField(db_collation='C')),
                ('source', models.TextField()),
                ('what', models.TextField()),
                ('unit', models.TextField()),
                ('pieces', models.IntegerField()),
                ('mode', models.TextField()),
                ('each', models.IntegerField(default=1)),
                ('arrived_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_why', models.TextField(blank=True, default='')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lots', to='wumen.depositpoint')),
            ],
            options={
                'db_table': 'lot',
            },
        ),
        migrations.AddField(
            model_name='parcel',
            name='lot',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='wumen.lot'),
        ),
        migrations.CreateModel(
            name='Shop',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('name', models.TextField()),
                ('state', models.TextField()),
                ('hours', models.TextField(blank=True, default='')),
                ('limits', models.TextField(blank=True, default='')),
                ('said_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'shop',
            },
        ),
        migrations.CreateModel(
            name='Stock',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('name', models.TextField()),
                ('unit', models.TextField()),
                ('held', models.IntegerField(default=0)),
                ('norms', models.JSONField(default=dict)),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stock', to='wumen.depositpoint')),
            ],
            options={
                'db_table': 'stock',
            },
        ),
        migrations.CreateModel(
            name='StockMove',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('kind', models.TextField()),
                ('n', models.IntegerField()),
                ('counted', models.IntegerField(null=True)),
                ('day', models.DateField(null=True)),
                ('team', models.TextField(blank=True, default='')),
                ('team_name', models.TextField(blank=True, default='')),
                ('said', models.BooleanField(default=False)),
                ('why', models.TextField(blank=True, default='')),
                ('moved_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('stock', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='wumen.stock')),
            ],
            options={
                'db_table': 'stock_move',
            },
        ),
        migrations.AddConstraint(
            model_name='lot',
            constraint=models.CheckConstraint(condition=models.Q(('each__gte', 1), ('pieces__gte', 1), models.Q(('source', ''), _negated=True), models.Q(('what', ''), _negated=True), models.Q(('unit', ''), _negated=True)), name='lot_of_something'),
        ),
        migrations.AddConstraint(
            model_name='lot',
            constraint=models.CheckConstraint(condition=models.Q(('mode__in', ['homes', 'people', 'ordered', 'list'])), name='lot_mode'),
        ),
        migrations.AddConstraint(
            model_name='lot',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None), ('ended_why', '')), models.Q(('ended_at__isnull', False), models.Q(('ended_why', ''), _negated=True)), _connector='OR'), name='lot_ended_whole'),
        ),
        migrations.AddConstraint(
            model_name='shop',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('area', 'name'), name='shop_once'),
        ),
        migrations.AddConstraint(
            model_name='shop',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('state__in', ['open', 'closed']), models.Q(('state', 'limited'), models.Q(('limits', ''), _negated=True)), _connector='OR')), name='shop_state'),
        ),
        migrations.AddConstraint(
            model_name='stock',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('point', 'name'), name='stock_once'),
        ),
        migrations.AddConstraint(
            model_name='stock',
            constraint=models.CheckConstraint(condition=models.Q(('held__gte', 0)), name='stock_not_below_nought'),
        ),
        migrations.AddConstraint(
            model_name='stock',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('unit', ''), _negated=True)), name='stock_named'),
        ),
        migrations.AddIndex(
            model_name='stockmove',
            index=models.Index(fields=['stock', '-moved_at'], name='stock_move_last'),
        ),
        migrations.AddIndex(
            model_name='stockmove',
            index=models.Index(fields=['day', 'stock'], name='stock_move_of_day'),
        ),
        migrations.AddConstraint(
            model_name='stockmove',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('counted', None), ('day', None), ('kind', 'received'), ('n__gt', 0), ('said', False), ('team', ''), models.Q(('why', ''), _negated=True)), models.Q(('counted', None), ('day__isnull', False), ('kind', 'issued'), ('n__lt', 0), ('said', False), ('why', ''), models.Q(('team', ''), _negated=True)), models.Q(('counted', None), ('day__isnull', False), ('kind', 'issued'), ('said', True), models.Q(('team', ''), _negated=True), models.Q(('why', ''), _negated=True)), models.Q(('counted__gte', 0), ('day', None), ('kind', 'counted'), ('said', False), ('team', ''), models.Q(('n', 0), models.Q(('why', ''), _negated=True), _connector='OR')), _connector='OR'), name='stock_move_kind'),
        ),
    ]
