"""Later documents about orders: extended, stepped down, lifted."""

import django.db.models.deletion
import uuid
import wumen.records.areas
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0003_register'),
    ]

    operations = [
        migrations.CreateModel(
            name='OrderChange',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C')),
                ('kind', models.TextField(choices=[('extended', 'Extended'), ('stepped_down', 'Stepped Down'), ('lifted', 'Lifted')])),
                ('authority', models.TextField()),
                ('document', models.TextField()),
                ('ground', models.TextField()),
                ('regime', models.TextField(blank=True, default='')),
                ('effective_at', models.DateTimeField()),
                ('until_at', models.DateTimeField()),
                ('former_until', models.DateTimeField()),
                ('entered_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('dropped_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'order_change',
            },
        ),
        migrations.AddField(
            model_name='order',
            name='ended_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='order',
            name='follows',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.order'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__lte', models.F('until_at')), _connector='OR'), name='order_ends_early_only'),
        ),
        migrations.AddField(
            model_name='orderchange',
            name='confirmed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember'),
        ),
        migrations.AddField(
            model_name='orderchange',
            name='entered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember'),
        ),
        migrations.AddField(
            model_name='orderchange',
            name='order',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='wumen.order'),
        ),
        migrations.AddIndex(
            model_name='orderchange',
            index=models.Index(fields=['area'], name='order_change_area'),
        ),
        migrations.AddConstraint(
            model_name='orderchange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('authority', ''), _negated=True), models.Q(('document', ''), _negated=True), models.Q(('ground', ''), _negated=True)), name='order_change_has_grounds'),
        ),
        migrations.AddConstraint(
            model_name='orderchange',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('entered_by')), _negated=True), _connector='OR'), name='order_change_by_two'),
        ),
        migrations.AddConstraint(
            model_name='orderchange',
            constraint=models.UniqueConstraint(condition=models.Q(('confirmed_at__isnull', True), ('dropped_at__isnull', True)), fields=('order',), name='order_change_waits_once'),
        ),
    ]
