"""What tests of dealings share: days counted back, contacts, receipts, and words of refusal."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cixi_ip.models import Event
from proposals.models import Contact, Feedback, Handling


def days_ago(count: int) -> date:
    return timezone.localdate() - timedelta(days=count)


def on_days(fields: dict[str, object]) -> dict[str, object]:
    """Numbers become days, counted back from today."""
    return {name: days_ago(v) if isinstance(v, int) else v for name, v in fields.items()}


def last_event(handling: Handling) -> Event:
    return Event.objects.filter(
        subject_type="proposals.handling", subject_id=str(handling.pk)
    ).first()


def talk(**fields: object) -> Contact:
    told = {"with_whom": "甲代表", "our_people": "乙某", "content": "听取意见。"}
    return Contact(**({"day": timezone.localdate(), "way": "电话"} | told | fields))


def said(**fields: object) -> Feedback:
    values = {"attitude": "满意", "result": "满意", "received_on": timezone.localdate()}
    return Feedback(**(values | fields))


def refusal(act: object, **values: object) -> str:
    with pytest.raises(ValidationError) as found:
        act(**values)
    return " ".join(found.value.messages)
