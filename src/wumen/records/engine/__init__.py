"""Django's engine for PostgreSQL, which knows when a connection lost what it had prepared."""
