"""What people do: one verb is one function, one transaction and its event."""
