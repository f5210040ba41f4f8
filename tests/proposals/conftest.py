"""The real figures with No. 220, and a database whose rows other threads see."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from proposals.models import Letter
from tests.site import Databases


@pytest.fixture
def no_220(db: None) -> Letter:
    """The draft of No. 220 as it comes with the system, on the real figures."""
    call_command("load_fixtures", verbosity=0)
    call_command("load_proposals", verbosity=0)
    return Letter.objects.get(handling__proposal__number=220)


@pytest.fixture
def committed(databases: Databases, django_db_blocker: object) -> Iterator[None]:
    """A fresh database with the fixtures where everything is committed, for tests with threads.

    Flushing the common one, as Django would do, is refused by the triggers.
    """
    name = databases.copy()
    before = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connection.close()
        is_sqlite = connection.vendor == "sqlite"
        connection.settings_dict["NAME"] = str(databases.path(name)) if is_sqlite else name
        cache.clear()
        yield
        connection.close()
        connection.settings_dict["NAME"] = before
    databases.drop(name)
