"""Reach of a notice: homes told one by one, sheets that hang, playings of a loudspeaker; letters from home."""

import django.db.models.deletion
import uuid
import wumen.records.areas
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0047_sampling_at_door'),
    ]

    operations = [
        migrations.CreateModel(
            name='HomeLetter',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('household', models.UUIDField()),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('given_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'home_letter',
            },
        ),
        migrations.CreateModel(
            name='HomeLetterWords',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', unique=True)),
                ('text', models.TextField()),
                ('kept_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'home_letter_words',
            },
        ),
        migrations.CreateModel(
            name='LoudspeakerPlay',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('where', models.TextField()),
                ('planned_at', models.DateTimeField()),
                ('played_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'loudspeaker_play',
            },
        ),
        migrations.CreateModel(
            name='NoticeHome',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('household', models.UUIDField(db_index=True)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('entry', models.UUIDField(null=True)),
                ('number', models.BigIntegerField(null=True)),
                ('how', models.TextField(blank=True, default='')),
                ('noted_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'notice_home',
            },
        ),
        migrations.CreateModel(
            name='NoticeSheet',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('hung_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'notice_sheet',
            },
        ),
        migrations.RemoveConstraint(
            model_name='attachment',
            name='attachment_kind',
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['pdf', 'jpeg', 'png', 'mp3', 'm4a', 'wav'])), name='attachment_kind'),
        ),
        migrations.AddField(
            model_name='homeletter',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember'),
        ),
        migrations.AddField(
            model_name='homeletterwords',
            name='kept_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember'),
        ),
        migrations.AddField(
            model_name='loudspeakerplay',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember'),
        ),
        migrations.AddField(
            model_name='loudspeakerplay',
            name='notice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.stairwellnotice'),
        ),
        migrations.AddField(
            model_name='noticehome',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember'),
        ),
        migrations.AddField(
            model_name='noticehome',
            name='notice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.stairwellnotice'),
        ),
        migrations.AddField(
            model_name='noticesheet',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember'),
        ),
        migrations.AddField(
            model_name='noticesheet',
            name='notice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.stairwellnotice'),
        ),
        migrations.AddIndex(
            model_name='homeletter',
            index=models.Index(fields=['household', 'given_at'], name='home_letter_home'),
        ),
        migrations.AddConstraint(
            model_name='loudspeakerplay',
            constraint=models.UniqueConstraint(fields=('notice', 'area', 'where', 'planned_at'), name='loudspeaker_play_once'),
        ),
        migrations.AddConstraint(
            model_name='noticehome',
            constraint=models.UniqueConstraint(fields=('notice', 'household'), name='notice_home_once'),
        ),
        migrations.AddConstraint(
            model_name='noticehome',
            constraint=models.CheckConstraint(condition=models.Q(('how__in', ['', 'visit', 'telephone'])), name='notice_home_how'),
        ),
        migrations.AddConstraint(
            model_name='noticesheet',
            constraint=models.UniqueConstraint(fields=('notice', 'area'), name='notice_sheet_once'),
        ),
    ]
