"""The partitioned tables, and the sequences from which numbers for people are drawn."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    """What Django's models cannot say."""

    dependencies = [("wumen", "0001_initial")]
    operations = [
        migrations.RunSQL((SQL / "log.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "duties.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL(
            "CREATE SEQUENCE crew_number START 101; CREATE SEQUENCE order_number START 1;",
            migrations.RunSQL.noop,
        ),
    ]
