"""What the tests share; the database and the browser are plugins: tests/database.py, browser.py."""
