"""The real figures with the draft of No. 220."""

import pytest
from django.core.management import call_command

from proposals.models import Letter


@pytest.fixture
def no_220(db: None) -> Letter:
    """The draft of No. 220 as it comes with the system, on the real figures."""
    call_command("load_fixtures", verbosity=0)
    call_command("load_proposals", verbosity=0)
    return Letter.objects.get(round__handling__proposal__number=220)
