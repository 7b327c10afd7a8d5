"""Pages for offices, crews and residents; they ask queries and call actions, and decide nothing."""
