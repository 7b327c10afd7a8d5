"""Indexes for what the board names: homes not reached today, and looks at complete numbers."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ("wumen", "0015_door_codes"),
    ]

    operations = [
        migrations.RunSQL((SQL / "desk.sql").read_text(), migrations.RunSQL.noop),
    ]
