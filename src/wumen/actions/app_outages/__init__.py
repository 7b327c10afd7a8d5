"""While the city's app is down: declared and ended, people registered here, and the list for the city."""
