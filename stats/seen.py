"""What a page shows of a key besides one's own figure, and a mark that tells when it moves on."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from stats.models import Entry, Observation, Submission

Key = tuple[int, int, int, int]
# A draft that may yet be published: everything but what has been approved.
LIVING = (Submission.State.DRAFT, Submission.State.RETURNED, Submission.State.SUBMITTED)


@dataclass(frozen=True)
class KeyState:
    """The published vintage of a key and the drafts of everybody, oldest first."""

    current: Observation | None
    drafts: tuple[Entry, ...]

    @property
    def vintage(self) -> int:
        return self.current.vintage if self.current else 0

    @property
    def mark(self) -> str:
        drafts = ".".join(f"{draft.pk}-{draft.edition}" for draft in self.drafts)
        return f"{self.vintage}:{drafts}"

    def told(self, typed: str) -> str:
        """One sentence with the values of all others and one's own, and the way out."""
        others = [
            f"{draft.submission.created_by}的{draft.submission.get_state_display()}为 "
            f"{draft.measure}"
            for draft in self.drafts
        ]
        if self.current:
            others.append(f"已发布第{self.vintage}版 {self.current.measure}")
        theirs = "；".join(others) or "原来的草稿已被删除"
        return (
            f"在您打开页面之后，这一格有了变动：{theirs}；您填的是 {typed}。"
            "您填的内容仍在页面上；请核对，再次保存即以您填的为准。"
        )


def key_states(keys: Iterable[Key], *, region: int, year: int, month: int) -> dict[Key, KeyState]:
    """The states of these keys, all of one region and period, in two queries."""
    wanted = list(keys)
    place = {
        "indicator__in": [key[0] for key in wanted],
        "region": region,
        "year": year,
        "through_month": month,
    }
    drafts: dict[Key, list[Entry]] = defaultdict(list)
    living = Entry.objects.filter(**place, submission__state__in=LIVING).select_related(
        "indicator",
        "region",
        "source",
        "rank_region",
        "submission__created_by",
        "denominator__indicator",
        "denominator__region",
    )
    for entry in living.order_by("pk"):
        drafts[entry.key].append(entry)
    published = Observation.objects.published().filter(**place).order_by()
    current = {
        observation.key: observation
        for observation in published.select_related(
            "indicator__numerator", "region", "source", "rank_region"
        )
    }
    return {key: KeyState(current.get(key), tuple(drafts[key])) for key in wanted}


def key_state(key: Key) -> KeyState:
    _indicator, region, year, month = key
    return key_states([key], region=region, year=year, month=month)[key]
