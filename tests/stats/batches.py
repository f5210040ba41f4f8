"""Batches as they may be found in the database, made past the actions; all figures are made up."""

from decimal import Decimal

from cixi_ip.models import User
from stats.models import Entry, Submission, TargetEntry
from tests.makers import make_indicator, make_region, make_source, make_user


def new_entry(batch: Submission, **fields: object) -> Entry:
    defaults = {
        "indicator": make_indicator(),
        "region": make_region(),
        "year": 2022,
        "value": Decimal(5),
    }
    return Entry(submission=batch, **(defaults | fields))


def new_target(batch: Submission, **fields: object) -> TargetEntry:
    defaults = {
        "title": "贯标企业",
        "indicator": make_indicator(),
        "region": make_region(),
        "stated_year": 2023,
        "value": Decimal(24),
        "typed_by": batch.created_by,
    }
    return TargetEntry(submission=batch, **(defaults | fields))


def own_batch(user: User, state: str = "draft") -> Submission:
    return Submission.objects.create(title="批", created_by=user, state=state, source=make_source())


def filled(user: User, state: str = "draft", **fields: object) -> Submission:
    batch = own_batch(user, state)
    new_entry(batch, **fields).save()
    return batch


def planned(user: User, state: str = "draft", **fields: object) -> Submission:
    """A batch that holds one target and nothing else."""
    batch = own_batch(user, state)
    new_target(batch, **fields).save()
    return batch


def submitted() -> Submission:
    return filled(make_user("录入员"), "submitted")
