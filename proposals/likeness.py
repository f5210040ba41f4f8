"""Which proposals are like one by their titles: all that are known, held to similar.py."""

from collections.abc import Iterator
from functools import lru_cache

from proposals.models import Proposal
from proposals.similar import Case, Likeness, Rarity, ranked


def like(proposal: Proposal, *, most: int = 5, of_session: bool = False) -> tuple[Likeness, ...]:
    """The most alike first, of all sessions or of the proposal's own; each keyed by its row.

    One query. How rare a word is all titles tell, whichever are compared.
    """
    known = list(titles())
    own = case(proposal.pk, proposal.title, str(proposal.session_id))
    shared = (one for one in known if not own.title_pairs.isdisjoint(one.title_pairs))
    compared = [one for one in shared if not of_session or one.session == own.session]
    return ranked(own, compared, most=most, rarity=Rarity(known))


def titles() -> Iterator[Case]:
    """The newest first, so that of equally alike ones the newest is shown first."""
    rows = Proposal.objects.order_by("-session__year", "-pk")
    for pk, title, session in rows.values_list("pk", "title", "session_id"):
        yield case(pk, title, str(session))


@lru_cache(maxsize=20_000)
def case(pk: int, title: str, session: str) -> Case:
    """Kept, because cutting ten thousand titles into pairs takes longer than comparing them."""
    return Case(pk, title, session=session)
