"""While the city's app is down: what is registered here, and how it goes into the city's template afterwards."""
