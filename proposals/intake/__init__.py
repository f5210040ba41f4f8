"""交办清单: the list of proposals that comes as a spreadsheet, read and judged row by row."""
