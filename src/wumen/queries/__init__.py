"""What people ask: facts for rules and lists for pages; the viewer comes first."""
