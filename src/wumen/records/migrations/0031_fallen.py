"""Places of rosters that fell empty, and crews without names that fill several of them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0030_arrivals'),
    ]

    operations = [
        migrations.AddField(
            model_name='shift',
            name='block',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='shift',
            name='was',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember'),
        ),
        migrations.AddField(
            model_name='shift',
            name='fell_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RemoveConstraint(
            model_name='shift',
            name='shift_nobody_twice',
        ),
        migrations.AddConstraint(
            model_name='shift',
            constraint=models.UniqueConstraint(condition=models.Q(('block', False), ('person__isnull', False)), fields=('roster', 'person', 'day'), name='shift_nobody_twice'),
        ),
        migrations.AddConstraint(
            model_name='shift',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('fell_at__isnull', True), ('was__isnull', True)), models.Q(('fell_at__isnull', False), ('person__isnull', True), ('was__isnull', False)), _connector='OR'), name='shift_fell_empty'),
        ),
        migrations.AddConstraint(
            model_name='shift',
            constraint=models.CheckConstraint(condition=models.Q(('block', False), ('person__isnull', False), _connector='OR'), name='shift_block_of_a_crew'),
        ),
        migrations.AddIndex(
            model_name='shift',
            index=models.Index(condition=models.Q(('fell_at__isnull', False)), fields=['area'], name='shift_fallen'),
        ),
    ]
