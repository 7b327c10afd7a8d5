"""What is said of meals, and what somebody of the force eats, sealed."""

import django.db.models.deletion
import uuid
import wumen.records.areas
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0035_exceptions'),
    ]

    operations = [
        migrations.CreateModel(
            name='MealWord',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('place', models.UUIDField(null=True)),
                ('day', models.DateField()),
                ('meal', models.TextField(blank=True, default='')),
                ('kind', models.TextField()),
                ('heads', models.IntegerField(default=0)),
                ('diets', models.JSONField(default=dict)),
                ('who', models.TextField(blank=True, default='')),
                ('why', models.TextField(blank=True, default='')),
                ('said_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'meal_word',
            },
        ),
        migrations.AddField(
            model_name='forcemember',
            name='diet_sealed',
            field=models.BinaryField(null=True),
        ),
        migrations.AddConstraint(
            model_name='forcemember',
            constraint=models.CheckConstraint(condition=models.Q(('left_at__isnull', True), ('diet_sealed__isnull', True), _connector='OR'), name='force_member_left_no_diet'),
        ),
        migrations.AddField(
            model_name='mealword',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember'),
        ),
        migrations.AddIndex(
            model_name='mealword',
            index=models.Index(fields=['day', 'area'], name='meal_word_of_day'),
        ),
        migrations.AddConstraint(
            model_name='mealword',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'extra'), models.Q(('why', ''), _negated=True), models.Q(('heads', 0), _negated=True)), models.Q(('heads__gte', 0), ('kind__in', ['crew', 'ordered']), ('why', '')), models.Q(('heads', 0), ('kind', 'hands'), ('why', '')), _connector='OR'), name='meal_word_kind'),
        ),
        migrations.AddConstraint(
            model_name='mealword',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'hands'), models.Q(('who', ''), _negated=True)), models.Q(models.Q(('kind', 'hands'), _negated=True), ('who', '')), _connector='OR'), name='meal_word_hands_named'),
        ),
        migrations.AddConstraint(
            model_name='mealword',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['extra', 'ordered']), models.Q(('meal', ''), _negated=True)), models.Q(('kind__in', ['crew', 'hands']), ('meal', '')), _connector='OR'), name='meal_word_of_meal'),
        ),
    ]
