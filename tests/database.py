"""Early pytest plugin: which database the run uses, settled before Django reads its settings."""

import os
import shutil
import tempfile
from collections.abc import Iterator

import pytest

from tests.postgres import Cluster

FOLDER = "CIXI_TEST_FOLDER"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "postgres"),
        default="sqlite",
        help="the database the tests use: a file with WAL, or a throw-away PostgreSQL cluster",
    )


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(
    early_config: pytest.Config, parser: pytest.Parser, args: list[str]
) -> Iterator[None]:
    """Set the environment; the workers of xdist inherit it, so only the first process does."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        os.environ["CIXI_ENV"] = "test"
        os.environ["SECRET_KEY"] = "for the tests only, kept nowhere else " * 2
        for name in ("ALLOWED_HOSTS", "HTTPS", "CIXI_DEMO_DATA", "BEHIND_PROXY"):
            os.environ.pop(name, None)
        folder = tempfile.mkdtemp(prefix="cixi-test-")
        os.environ[FOLDER] = folder
        early_config.add_cleanup(lambda: shutil.rmtree(folder))
        if early_config.known_args_namespace.database == "postgres":
            cluster = Cluster()
            early_config.add_cleanup(cluster.stop)
            cluster.start()
            os.environ["DATABASE_URL"] = cluster.url("cixi")
        else:
            os.environ["DATABASE_URL"] = f"sqlite:///{folder}/cixi.sqlite3"
    result = yield
    if "DATABASE_URL" in os.environ and os.environ["DATABASE_URL"].startswith("sqlite:"):
        use_a_file()
    return result


def use_a_file() -> None:
    """A test database in a file, not in memory as by default: WAL and locks are the real ones."""
    from django.db import connections

    connections.settings["default"]["TEST"]["NAME"] = f"{os.environ[FOLDER]}/test.sqlite3"


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.option.database}"
