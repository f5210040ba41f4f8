"""What tests of the admin pages send and read."""

import re
from typing import Any

from cixi_ip.models import User
from stats import actions
from stats.models import Submission
from tests.makers import make_entry, make_indicator, make_region

CLERKS, REVIEWERS = {"录入员"}, {"复核员", "科室负责人"}


def typed(**changes: Any) -> dict[str, Any]:
    """What a filled form sends."""
    defaults = {
        "indicator": make_indicator().pk,
        "region": make_region("330282-BJ").pk,
        "year": "2022",
        "through_month": "12",
        "value": "12688",
        "status": "A",
        "revision_kind": "首次",
    }
    return defaults | changes


def page(response: Any) -> str:
    """What a reader sees: without the tags."""
    return re.sub(r"<[^>]+>|\s+", "", response.content.decode())


def submitted_by(user: User, value: int = 12688) -> Submission:
    batch = make_entry(value, by=user).submission
    return actions.submit(by=user, submission=batch)
