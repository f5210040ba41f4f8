"""What the Makefile runs before Django exists: installing, fetching, checking, starting."""
