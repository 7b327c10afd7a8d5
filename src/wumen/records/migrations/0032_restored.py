"""When an installation was restored from a backup, and which phones took over numbers that it had not known."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0031_fallen'),
    ]

    operations = [
        migrations.AddField(
            model_name='installation',
            name='restored_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='installation',
            name='restored_to',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='fielddevice',
            name='taken_over',
            field=models.IntegerField(default=0),
        ),
    ]
