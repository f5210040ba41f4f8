"""Sheets on their way into a register: the empty one, its reading, its names, what it comes to."""
