"""Duties that are settled without touching an index."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0031_fallen'),
    ]

    operations = [
        migrations.RunSQL((SQL / "light_duties.sql").read_text(), migrations.RunSQL.noop),
    ]
