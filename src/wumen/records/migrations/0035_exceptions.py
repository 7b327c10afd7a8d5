"""A later document takes named places or residents out of an order, which goes on for the others."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0034_parcels'),
    ]

    operations = [
        migrations.AddField(
            model_name='orderchange',
            name='scopes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
        ),
        migrations.AlterField(
            model_name='orderchange',
            name='kind',
            field=models.TextField(choices=[('extended', 'Extended'), ('stepped_down', 'Stepped Down'), ('lifted', 'Lifted'), ('excepted', 'Excepted')]),
        ),
        migrations.AddField(
            model_name='orderscope',
            name='excepted_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='orderscope',
            name='exception_known_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name='orderscope',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('excepted_at__isnull', True), ('exception_known_at__isnull', True)), models.Q(('excepted_at__isnull', False), ('exception_known_at__isnull', False)), _connector='OR'), name='order_scope_excepted_by_a_document'),
        ),
    ]
