"""What must be so: plain Python, facts in, decision out; no framework, no clock, no database."""
