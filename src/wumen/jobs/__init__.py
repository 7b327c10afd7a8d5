"""Work for machines: what follows an event, and what runs when."""
