"""The parts of a case's page, in their order; each is made by the module that knows it."""

from collections.abc import Callable

from cixi_ip.models import User
from proposals.models import Handling

# What the part's template calls `part`; None where there is nothing to show.
Content = dict[str, object] | None
# (template under proposals/case/, who makes its content)
PARTS: tuple[tuple[str, Callable[[Handling, User], Content]], ...] = ()


def parts(handling: Handling, user: User) -> list[tuple[str, dict[str, object]]]:
    """(template, content) of each part that has something to show to this user."""
    made = ((template, make(handling, user)) for template, make in PARTS)
    return [(f"proposals/case/{name}", content) for name, content in made if content is not None]
