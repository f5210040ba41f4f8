"""Uploaded spreadsheets: told by their content, opened under guard, complained of cell by cell."""
