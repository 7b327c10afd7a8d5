"""What goes from one point's stock to another's, what goes into kits; how much of a lot belongs to homes is kept."""

from django.db import migrations, models

_DEALT = """
    UPDATE lot SET dealt = (SELECT coalesce(sum(p.pieces), 0) FROM parcel p
        WHERE p.lot_id = lot.id AND p.how <> 'mistake')
"""


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0041_sampling_boxes'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='stockmove',
            name='stock_move_kind',
        ),
        migrations.AddField(
            model_name='lot',
            name='dealt',
            field=models.IntegerField(default=0),
        ),
        migrations.RunSQL(_DEALT, migrations.RunSQL.noop),
        migrations.AddField(
            model_name='stockmove',
            name='transfer',
            field=models.UUIDField(null=True),
        ),
        migrations.AddIndex(
            model_name='lot',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['area'], name='lot_not_ended'),
        ),
        migrations.AddIndex(
            model_name='parcel',
            index=models.Index(condition=models.Q(('handed_at__isnull', True), ('lot__isnull', False)), fields=['area'], name='parcel_share_lying'),
        ),
        migrations.AddIndex(
            model_name='stockmove',
            index=models.Index(condition=models.Q(('kind__in', ['sent', 'coming'])), fields=['stock'], name='stock_move_on_way'),
        ),
        migrations.AddConstraint(
            model_name='stockmove',
            constraint=models.UniqueConstraint(condition=models.Q(('transfer__isnull', False)), fields=('transfer', 'kind'), name='stock_move_step_once'),
        ),
        migrations.AddConstraint(
            model_name='stockmove',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['sent', 'coming', 'arrived', 'back']), ('transfer__isnull', False)), models.Q(models.Q(('kind__in', ['sent', 'coming', 'arrived', 'back']), _negated=True), ('transfer', None)), _connector='OR'), name='stock_move_of_transfer'),
        ),
        migrations.AddConstraint(
            model_name='stockmove',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('counted', None), ('day', None), ('kind', 'received'), ('n__gt', 0), ('said', False), ('team', ''), models.Q(('why', ''), _negated=True)), models.Q(('counted', None), ('day__isnull', False), ('kind', 'issued'), ('n__lt', 0), ('said', False), ('why', ''), models.Q(('team', ''), _negated=True)), models.Q(('counted', None), ('day__isnull', False), ('kind', 'issued'), ('said', True), models.Q(('team', ''), _negated=True), models.Q(('why', ''), _negated=True)), models.Q(('counted__gte', 0), ('day', None), ('kind', 'counted'), ('said', False), ('team', ''), models.Q(('n', 0), models.Q(('why', ''), _negated=True), _connector='OR')), models.Q(('counted', None), ('day', None), ('kind', 'kit'), ('n__lt', 0), ('said', False), ('team', '')), models.Q(('counted', None), ('day', None), ('kind', 'sent'), ('n__lt', 0), ('said', False), ('why', ''), models.Q(('team', ''), _negated=True)), models.Q(('counted__gt', 0), ('day', None), ('kind', 'coming'), ('n', 0), ('said', False), ('why', ''), models.Q(('team', ''), _negated=True)), models.Q(('counted__gt', 0), ('day', None), ('kind', 'arrived'), ('n__gte', 0), ('said', False), models.Q(('n', models.F('counted')), models.Q(('why', ''), _negated=True), _connector='OR')), models.Q(('counted', None), ('day', None), ('kind', 'back'), ('n__gt', 0), ('said', False), models.Q(('why', ''), _negated=True)), _connector='OR'), name='stock_move_kind'),
        ),
    ]
