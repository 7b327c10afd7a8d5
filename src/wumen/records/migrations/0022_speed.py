"""What pages ask first and most: who acts, by one function; on which days doors wait, by the counts."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0021_consent'),
    ]

    operations = [
        # The board looks for doors on the days alone that the counts name, and not in sixty partitions.
        migrations.RunSQL(
            "CREATE INDEX tally_openings ON tally (area, day) WHERE what = 'opening'",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL((SQL / "posts_held.sql").read_text(), migrations.RunSQL.noop),
    ]
