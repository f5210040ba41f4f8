"""Spreadsheets that come in: opened safely, read, and compared with what is published."""
