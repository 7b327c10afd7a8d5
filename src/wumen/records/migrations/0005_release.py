"""What is attested for the end of an order, and the steps of its application."""

import django.db.models.deletion
import uuid
import wumen.records.areas
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0004_order_changes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attested',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('fact', models.TextField()),
                ('on', models.DateField()),
                ('holds', models.BooleanField()),
                ('document', models.TextField()),
                ('noted_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attested', to='wumen.order')),
            ],
            options={
                'db_table': 'attested',
                'constraints': [models.CheckConstraint(condition=models.Q(('document', ''), _negated=True), name='attested_by_document')],
            },
        ),
        migrations.CreateModel(
            name='ReleaseStep',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('number', models.IntegerField()),
                ('step', models.TextField()),
                ('said', models.TextField(blank=True, default='')),
                ('taken_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='release_steps', to='wumen.order')),
            ],
            options={
                'db_table': 'release_step',
                'constraints': [models.UniqueConstraint(fields=('order', 'number'), name='release_step_once')],
            },
        ),
    ]
