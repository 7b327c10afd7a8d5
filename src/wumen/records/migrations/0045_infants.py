"""That somebody is an infant is one of the reasons why she is not sampled in a round."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0044_exits'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='notsampled',
            name='not_sampled_why',
        ),
        migrations.AddConstraint(
            model_name='notsampled',
            constraint=models.CheckConstraint(condition=models.Q(('why__in', ['away', 'sampled_elsewhere', 'unfit', 'infant']), models.Q(('said_sealed', None), ('why', 'refused')), _connector='OR'), name='not_sampled_why'),
        ),
    ]
