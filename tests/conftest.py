"""What the tests share; the database and the browser are plugins: tests/database.py, browser.py."""

import os

from hypothesis import settings

# On CI the same examples every time; nowhere a time limit for one example on a busy machine.
settings.register_profile("ours", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("ours")
