"""Printed rounds of other kinds: isolated homes, doors to knock at, calls, what was asked for."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0051_inquiries'),
    ]

    operations = [
        migrations.AddField(
            model_name='roundsheet',
            name='about',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='roundsheet',
            name='kind',
            field=models.TextField(default='doors'),
        ),
        migrations.AlterField(
            model_name='roundsheet',
            name='win',
            field=models.TextField(blank=True),
        ),
        migrations.AddConstraint(
            model_name='roundsheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('about', None), ('kind__in', ['doors', 'visits']), models.Q(('win', ''), _negated=True)), models.Q(('about', None), ('kind__in', ['knocks', 'asked']), ('win', '')), models.Q(('about__isnull', False), ('kind', 'calls'), ('win', '')), _connector='OR'), name='round_sheet_kind'),
        ),
    ]
