"""The figures for programs: read-only JSON, described by a document made from this code."""
