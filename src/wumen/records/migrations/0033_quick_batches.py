"""What lets the batches of phones cost little: duties settled without an index, their writers held by one look."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('wumen', '0032_restored'),
    ]

    operations = [
        migrations.RunSQL((SQL / "quick_batches.sql").read_text(), migrations.RunSQL.noop),
    ]
