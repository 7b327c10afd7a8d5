"""Blocked exits: which way out a request is about, who told of it, and a second person's word that it is open."""

import django.db.models.deletion
import uuid
import wumen.records.areas
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0043_relay_asked'),
    ]

    operations = [
        migrations.CreateModel(
            name='ExitTold',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('told_at', models.DateTimeField()),
                ('came', models.TextField()),
                ('locked_by', models.TextField()),
                ('said_sealed', models.BinaryField(null=True)),
                ('told_writer', models.UUIDField(null=True)),
                ('told_seq', models.BigIntegerField(null=True)),
            ],
            options={
                'db_table': 'exit_told',
            },
        ),
        migrations.RemoveConstraint(
            model_name='openingstep',
            name='opening_confirmed_by_who_lives_there',
        ),
        migrations.AddField(
            model_name='instruction',
            name='exit',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='openingstep',
            name='seen',
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name='instruction',
            index=models.Index(condition=models.Q(models.Q(('exit', ''), _negated=True), ('closed_as', '')), fields=['area'], name='instruction_exit_blocked'),
        ),
        migrations.AddConstraint(
            model_name='instruction',
            constraint=models.CheckConstraint(condition=models.Q(('exit', ''), models.Q(('urgency', 'life'), models.Q(('closed_as__in', ['waived', 'cancelled', 'withdrawn']), _negated=True)), _connector='OR'), name='instruction_exit_is_opened'),
        ),
        migrations.AddConstraint(
            model_name='openingstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('step', 'confirmed'), _negated=True), ('resident__isnull', False), ('seen', True), _connector='OR'), name='opening_confirmed_by_somebody'),
        ),
        migrations.AddField(
            model_name='exittold',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember'),
        ),
        migrations.AddField(
            model_name='exittold',
            name='instruction',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tellings', to='wumen.instruction'),
        ),
        migrations.AddConstraint(
            model_name='exittold',
            constraint=models.UniqueConstraint(fields=('told_writer', 'told_seq'), name='exit_told_once'),
        ),
    ]

