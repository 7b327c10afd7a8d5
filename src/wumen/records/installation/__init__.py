"""What an installation stands on: its private database cluster, roles, keys and sealed backups."""
