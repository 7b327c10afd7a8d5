"""Photos made at work, and instructions that are done only with one of before and one of after."""

import django.db.models.deletion
import uuid
import wumen.records.areas
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0017_occurrences'),
    ]

    operations = [
        migrations.AddField(
            model_name='instruction',
            name='photos',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('day', models.DateField(db_index=True)),
                ('what', models.TextField(blank=True, default='')),
                ('owed_by', models.UUIDField(null=True)),
                ('win', models.TextField(blank=True, default='')),
                ('knock', models.UUIDField(db_index=True, null=True)),
                ('moment', models.TextField()),
                ('taken_at', models.DateTimeField()),
                ('post', models.UUIDField()),
                ('taken_down_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('outbreak', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.outbreak')),
            ],
            options={
                'db_table': 'photo',
                'indexes': [models.Index(fields=['win', 'day', 'owed_by'], name='photo_of')],
                'constraints': [models.CheckConstraint(condition=models.Q(('moment__in', ['shown', 'before', 'after'])), name='photo_moment_known'), models.CheckConstraint(condition=models.Q(models.Q(('knock__isnull', False), ('owed_by', None), ('what', ''), ('win', '')), models.Q(('knock', None), ('owed_by', None), ('what', ''), models.Q(('win', ''), _negated=True)), models.Q(models.Q(('what', ''), _negated=True), models.Q(('win', ''), _negated=True), ('knock', None), ('owed_by__isnull', False)), _connector='OR'), name='photo_of_one_thing')],
            },
        ),
    ]
