"""Which proposals are like one by their titles, found by the rare words they share with it."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from django.db.models import Count

from proposals.models import Proposal, TitlePair
from proposals.similar import Case, Likeness, Rarity, ranked

# How many rows of pairs are read, and how many titles are compared whole.
MOST_ROWS, MOST_TITLES = 1_500, 50


def like(proposal: Proposal, *, most: int = 5, of_session: bool = False) -> tuple[Likeness, ...]:
    """The most alike first, of all sessions or of the proposal's own; each keyed by its row.

    How rare a word is all titles tell, whichever are compared. A title that shares but common words
    is passed over where enough others share rarer ones.
    """
    own = case(proposal)
    times = counted(own.title_pairs)
    rarity = Rarity.counted(Proposal.objects.count(), times)
    shared = sharing(own, rarity, proposal.session_id if of_session else None)
    known = compared(sorted(shared, key=lambda key: (-shared[key], -key))[:MOST_TITLES])
    rarity.times.update(counted({pair for one in known for pair in one.title_pairs} - times.keys()))
    return ranked(own, known, most=most, rarity=rarity)


def case(proposal: Proposal) -> Case:
    return _case(proposal.pk, proposal.title)


@lru_cache(maxsize=5_000)
def _case(key: int, title: str) -> Case:
    """Kept, because cutting titles into pairs takes longer than comparing them."""
    return Case(key, title)


def counted(pairs: Iterable[str]) -> dict[str, int]:
    """In how many titles each pair stands."""
    rows = TitlePair.objects.filter(pair__in=list(pairs)).order_by().values("pair")
    return dict(rows.annotate(times=Count("pk")).values_list("pair", "times"))


def sharing(own: Case, rarity: Rarity, session: int | None) -> dict[int, float]:
    """How much each proposal shares of the rarer pairs."""
    rows = TitlePair.objects.filter(pair__in=rarer(rarity)).exclude(proposal=own.key)
    if session:
        rows = rows.filter(proposal__session=session)
    shared: Counter[int] = Counter()
    weights = {pair: rarity.weight(pair) for pair in rarity.times}
    for pair, key in rows.order_by("-proposal").values_list("pair", "proposal")[:MOST_ROWS]:
        shared[key] += weights[pair]  # type: ignore[assignment]
    return dict(shared)


def rarer(rarity: Rarity) -> list[str]:
    """The rarest pairs, as many as stand in few enough titles together, at least one."""
    found: list[str] = []
    rows = 0
    for pair, times in sorted(rarity.times.items(), key=lambda item: (item[1], item[0])):
        rows += times
        if found and rows > MOST_ROWS:
            break
        if times > 1:
            found.append(pair)
    return found


def compared(keys: list[int]) -> list[Case]:
    """The newest first, so that of equally alike ones the newest is shown first."""
    rows = Proposal.objects.filter(pk__in=keys).only("pk", "title")
    return [case(row) for row in rows.order_by("-session__year", "-pk")]
