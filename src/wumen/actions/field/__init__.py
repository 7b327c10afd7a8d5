"""Field events: phones are enrolled, what they send is received and counts, and people decide what cannot."""
