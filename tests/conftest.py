"""What the tests share; the database and the browser are plugins: tests/database.py, browser.py."""

import os

import pytest
from hypothesis import settings

from tests.flush import flush_past_triggers

# On CI the same examples every time; nowhere a time limit for one example on a busy machine.
settings.register_profile("ours", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("ours")

APPS, PAGE = {"proposals", "stats"}, {"reverse", "as_", "client", "reader"}
WALKS = {"test_board_queries", "test_recomputed", "test_register_pages"}
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--pictures", action="store_true", help="keep the pictures of the README in docs/pictures"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark those for which one of the two runs is enough."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") is None and not fixtures & DATABASE_FIXTURES:
            item.add_marker("pure")
        # Rows come a long way before their page can be asked for; what differs between the
        # databases (locks, order, search) is tested without pages, on both, and so are the walks
        # through all pages.
        words = fixtures | set(vars(getattr(item, "module", object)))
        if APPS & set(item.path.parts) and PAGE & words and item.path.stem not in WALKS:
            item.add_marker("page")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """pytest-django's test database, which tests with transactions of their own can empty."""
    from django.db import connection

    if connection.vendor == "sqlite":
        flush_past_triggers(connection)
