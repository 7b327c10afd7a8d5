"""JSON for the phone app: what it sends and asks, by a token of its own and never by a cookie."""
