"""The phone app in a real browser, against a running server."""
