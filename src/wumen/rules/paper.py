"""How long paper waits: until when a printed sheet may be keyed in, and how long it stands in its list.

Of a sheet that is not named here the days are not counted: what may still be noted of a line is asked line by line.
"""

from datetime import timedelta

# Days before today of which sheets of doors and gates stand in their list; an older one is found by its number.
SHEETS_LISTED_FOR = timedelta(days=2)
# From the beginning of its day. Later nobody remembers what a row means, and movements are counts anyway.
GATE_SHEET_KEYED_FOR = timedelta(days=13)
# Days after that of the round. Paper of people who were registered without the city's app is nobody's any more then.
APP_SHEET_KEYED_FOR = timedelta(days=3)
