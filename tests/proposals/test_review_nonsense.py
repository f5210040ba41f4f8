"""Nonsense sent to any address of the proposals is refused, never an error of the program."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, reverse

from cixi_ip.models import User
from proposals.models import (
    Ask,
    Attachment,
    Commitment,
    Contact,
    Feedback,
    Handling,
    Letter,
    Minutes,
    OtherUnit,
    Proposal,
    Proposer,
    Round,
)
from proposals.move_base import fingerprint
from proposals.urls import urlpatterns
from proposals.workflow import MOVES, S
from tests.makers import make_user
from tests.proposals.makers import make_minutes, make_unit
from tests.proposals.moving import make_in

pytestmark = pytest.mark.slow

HUGE = 10**30
WORKERS = ("经办人", "科室负责人", "办公室", "局领导")
# What forms and lists of the proposals read, each filled with the same nonsense.
NAMES = """
    q page events round session kind role state year month body number title text topic lead_unit
    assigned_on received_on department officer note reason ruling sealed_on copies delivered_on
    delivery extended_to day way with_whom our_people content result unit due_on asked_on opinion
    returned_on started_on proposer attitude is_on_paper why act commitment position action owner
    target target_unit indicator region outcome sentence extent consent published_on place seen
    seen_edition comment format level wish origin late section mark due confirm to file edition
    proposers-TOTAL_FORMS proposers-INITIAL_FORMS asks-TOTAL_FORMS asks-INITIAL_FORMS
    units-TOTAL_FORMS units-INITIAL_FORMS form-TOTAL_FORMS form-INITIAL_FORMS form-0-text
    held_on chair attendance observers addressee class_mark disclosure explanation indicators
"""
FIELDS = NAMES.split()
SERVER_ERROR = 500
NONSENSE = ("", "abc", "-1", "9" * 40, "９９", "\x00", "2026-02-30", "<b>'\";%_{{x|y}}")


ROWS = (
    "proposal",
    "contact",
    "unit",
    "feedback",
    "attachment",
    "commitment",
    "minutes",
    "file",
    "issued",
    "page",
    "token",
    # the sum of a rate
    "year",
    "rate",
    "scope",
)
# States at which somebody writes or decides, each with the nonsense dealt out otherwise.
CASES = [(S.REGISTERED, 0), (S.DRAFTING, 2), (S.DELIVERED, 4), (S.CLOSED, 6)]


def numbers_of(handling: Handling) -> dict[str, object]:
    """Rows the addresses may name; 0 where the case has none."""

    def first(rows: object) -> int:
        return rows.values_list("pk", flat=True).first() or 0  # type: ignore[attr-defined]

    return {
        "proposal": handling.proposal_id,
        "contact": first(Contact.objects.all()),
        "unit": first(OtherUnit.objects.all()),
        "feedback": first(Feedback.objects.all()),
        "attachment": first(Attachment.objects.all()),
        "commitment": first(Commitment.objects.all()),
        "minutes": make_minutes().pk,
        "file": 1,
        "issued": 1,
        "page": 1,
        "token": "x" * 20,
        "year": handling.proposal.session.year,
        "rate": "in-time",
        "scope": "all",
    }


def addresses(handling: Handling) -> Iterator[str]:
    """Every address of the proposals, with rows there are."""
    yield from named(numbers_of(handling))


def astray() -> Iterator[str]:
    """Every address that names a row, with none there and with numbers out of range."""
    for number in (0, HUGE):
        yield from named(dict.fromkeys(ROWS, number), has_rows=True)


def named(values: Mapping[str, object], *, has_rows: bool = False) -> Iterator[str]:
    for pattern in urlpatterns:
        if not has_rows or pattern.pattern.converters:
            yield from with_values(pattern, values)


def with_values(pattern: URLPattern, values: Mapping[str, object]) -> Iterator[str]:
    wanted = pattern.pattern.converters
    names = [*MOVES, "nothing"] if "name" in wanted else [""]
    for name in names:
        kwargs = {key: name if key == "name" else values[key] for key in wanted}
        yield reverse(pattern.name, kwargs=kwargs | pattern.default_args)


def sent(client: Client, url: str, data: dict[str, str] | None = None) -> int:
    """The answer's status; what was done is undone, so that each finds the case as it was."""
    with transaction.atomic():
        response = client.get(url) if data is None else client.post(url, data)
        transaction.set_rollback(True)
    if response.streaming:
        # Read to its end, the test client closes the file and leaves the connection open.
        assert b"".join(response.streaming_content)
    return response.status_code


def typed(handling: Handling, first: int) -> dict[str, str]:
    """Each field with some nonsense, past the check for a stale page so that fields are read."""
    dealt = {name: NONSENSE[(first + at) % len(NONSENSE)] for at, name in enumerate(FIELDS)}
    return dealt | {"seen": fingerprint(handling), "confirm": "on"}


def client_of(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "first"), CASES)
def test_nonsense_never_ends_in_an_error_of_the_program(state: str, first: int) -> None:
    handling = make_in(state)
    make_unit(handling)
    client, data = client_of(make_user(*WORKERS)), typed(handling, first)
    wrong = []
    for url in addresses(handling):
        query = f"{url}?{urlencode(data)}"
        found = (sent(client, query), sent(client, url, {}), sent(client, url, data))
        if max(found) >= SERVER_ERROR:
            wrong.append((url, found))
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("roles", [None, ("读者",), ("经办人",), ("办公室",)])
def test_a_row_that_is_not_there_is_not_found(roles: tuple[str, ...] | None) -> None:
    client = client_of(None if roles is None else make_user(*roles))
    found = {url: (sent(client, url), sent(client, url, {})) for url in astray()}
    assert {url: both for url, both in found.items() if max(both) >= SERVER_ERROR} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("roles", [None, ("审计员",), ("读者",)])
def test_who_has_no_work_in_proposals_changes_nothing(roles: tuple[str, ...] | None) -> None:
    handling = make_in(S.DRAFTING)
    make_unit(handling)
    client, data = client_of(None if roles is None else make_user(*roles)), typed(handling, 1)
    urls, before = list(addresses(handling)), whole(handling)
    for url in urls:
        assert client.post(url, data).status_code < SERVER_ERROR, url
    assert whole(handling) == before


def whole(handling: Handling) -> list[object]:
    """All that a case's own tables hold."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Handling, Proposal, Proposer, Ask, Round, Letter, Contact, OtherUnit, Minutes)
    ]
