"""Printed lists of two more kinds: kits to be brought, and the steps of transfers."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0052_sheets_of_lists'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='roundsheet',
            name='round_sheet_kind',
        ),
        migrations.AddConstraint(
            model_name='roundsheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('about', None), ('kind__in', ['doors', 'visits']), models.Q(('win', ''), _negated=True)), models.Q(('about', None), ('kind__in', ['knocks', 'asked', 'kits']), ('win', '')), models.Q(('kind', 'transfers'), ('win', '')), models.Q(('about__isnull', False), ('kind', 'calls'), ('win', '')), _connector='OR'), name='round_sheet_kind'),
        ),
    ]
