"""Call lists, their entries, and the calls."""


import django.db.models.deletion
import uuid
import wumen.records.areas
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0013_upward'),
    ]

    operations = [
        migrations.CreateModel(
            name='CallEntry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C')),
                ('place', models.IntegerField()),
                ('resident', models.UUIDField(null=True)),
                ('telephones_sealed', models.BinaryField()),
                ('said_sealed', models.BinaryField(null=True)),
                ('caller', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'call_entry',
            },
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C', db_index=True)),
                ('called_at', models.DateTimeField()),
                ('result', models.TextField()),
                ('back_at', models.DateTimeField(null=True)),
                ('said_sealed', models.BinaryField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='wumen.callentry')),
            ],
            options={
                'db_table': 'call',
            },
        ),
        migrations.CreateModel(
            name='CallList',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('area', wumen.records.areas.PathField(db_collation='C')),
                ('purpose', models.TextField()),
                ('source', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wumen.crewmember')),
            ],
            options={
                'db_table': 'call_list',
            },
        ),
        migrations.AddField(
            model_name='callentry',
            name='call_list',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='wumen.calllist'),
        ),
        migrations.AddIndex(
            model_name='calllist',
            index=models.Index(fields=['area', 'made_at'], name='call_list_area'),
        ),
        migrations.AddConstraint(
            model_name='calllist',
            constraint=models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='call_list_has_purpose'),
        ),
        migrations.AddIndex(
            model_name='callentry',
            index=models.Index(fields=['area'], name='call_entry_area'),
        ),
        migrations.AddIndex(
            model_name='callentry',
            index=models.Index(fields=['resident'], name='call_entry_resident'),
        ),
        migrations.AddConstraint(
            model_name='callentry',
            constraint=models.UniqueConstraint(fields=('call_list', 'place'), name='call_entry_place_once'),
        ),
    ]
