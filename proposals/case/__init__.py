"""The parts of a case's page, in their order; each is made by the module that knows it."""

from collections.abc import Callable

from cixi_ip.models import User
from proposals.case import (
    asks,
    attachments,
    commitments,
    dealings,
    dues,
    joining,
    papers,
    publication,
    similar,
)
from proposals.models import Handling

# What the part's template calls `part`; None where there is nothing to show.
Content = dict[str, object] | None
# (template under proposals/case/, who makes its content)
PARTS: tuple[tuple[str, Callable[[Handling, User], Content]], ...] = (
    ("dues.html", dues.deadlines),
    ("asks.html", asks.part),
    ("attachments.html", attachments.part),
    ("units.html", dealings.units),
    ("contacts.html", dealings.contacts),
    ("feedback.html", dealings.feedback),
    ("rounds.html", dealings.rounds),
    ("earlier.html", commitments.earlier),
    ("promised.html", commitments.preview),
    ("commitments.html", commitments.commitments),
    ("publication.html", publication.publication),
    ("joining.html", joining.joining),
    ("similar.html", similar.similar),
    ("papers.html", papers.papers),
)


# What the officer looks at while writing; the rest is for the case's own page.
WHILE_WRITING = (
    "contacts.html",
    "units.html",
    "earlier.html",
    "promised.html",
    "joining.html",
    "similar.html",
)


def parts(
    handling: Handling, user: User, only: tuple[str, ...] = ()
) -> list[tuple[str, dict[str, object]]]:
    """(template, content) of each part that has something to show to this user."""
    wanted = (row for row in PARTS if not only or row[0] in only)
    made = ((template, make(handling, user)) for template, make in wanted)
    return [(f"proposals/case/{name}", content) for name, content in made if content is not None]
