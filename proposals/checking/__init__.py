"""The layout check of a PDF as an officer meets it: what is checked, reported and shown."""
