"""What a case's page tells of its asks: each demand, its answer, and what is still open."""

from cixi_ip.models import User
from proposals import actions
from proposals.models import Ask, Handling
from proposals.workflow import WITH_SIGNED_LETTER, may_read_draft


def part(handling: Handling, user: User) -> dict[str, object]:
    """Answers are part of the draft: whoever may not read that sees them once it is signed."""
    asks = list(handling.proposal.asks.all())
    shows_answers = handling.state in WITH_SIGNED_LETTER or may_read_draft(user)
    return {
        "rows": [(ask, *standing(ask)) for ask in asks],
        "left": sum(ask.is_ours and not ask.answer for ask in asks) if shows_answers else 0,
        "shows_answers": shows_answers,
        "may_edit": handling.state in actions.OPEN_TO_ASKS and actions.may_set_asks(user),
    }


def standing(ask: Ask) -> tuple[str, str]:
    """A word, and the tone of its tag."""
    if not ask.is_ours:
        return f"由{ask.unit}答复", ""
    return ("已写要点", "good") if ask.answer else ("待写要点", "bad")
