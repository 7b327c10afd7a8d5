"""Requests that an event of a phone raised; what phones told, in the order in which it happened."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0028_stations'),
    ]

    operations = [
        migrations.AddField('instruction', 'told_writer', models.UUIDField(null=True)),
        migrations.AddField('instruction', 'told_seq', models.BigIntegerField(null=True)),
        migrations.AddConstraint(
            'instruction',
            models.UniqueConstraint(fields=['told_writer', 'told_seq'], name='instruction_told_once'),
        ),
        migrations.AddConstraint(
            'instruction',
            models.CheckConstraint(
                condition=models.Q(told_writer=None, told_seq=None)
                | models.Q(told_writer__isnull=False, told_seq__isnull=False),
                name='instruction_told_whole',
            ),
        ),
        migrations.AddIndex(
            'fieldrecord',
            models.Index(fields=['happened_at', 'writer', 'seq'], name='field_record_told'),
        ),
    ]
