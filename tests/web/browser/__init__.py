"""The pages in a real chromium, against a server of their own."""
