"""What is remembered: Django models, constraints, one migration chain, the event log, the installation."""
