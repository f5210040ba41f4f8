"""What apps add to dashboard, inbox and desk; each registers in AppConfig.ready(), pages ask."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cixi_ip.models import User


@dataclass(frozen=True)
class Attention:
    """One line of 需要关注: what is wrong, how grave (逾期, 错误, 存疑, 提示), where to look."""

    level: str
    text: str
    url: str = ""
    rule: str = ""


AttentionPanel = Callable[[User, date], Iterable[Attention]]
_attention: list[AttentionPanel] = []


def add_attention(panel: AttentionPanel) -> None:
    if panel not in _attention:
        _attention.append(panel)


def attention(user: User, today: date) -> list[Attention]:
    """All registered lines for this user, in the order the apps registered."""
    return [line for panel in _attention for line in panel(user, today)]


_todo: list[AttentionPanel] = []


def add_todo(panel: AttentionPanel) -> None:
    """Register what waits for a user at their own desk, and nowhere but there."""
    if panel not in _todo:
        _todo.append(panel)


def todo(user: User, today: date) -> list[Attention]:
    """The user's inbox: their lines of 需要关注, then what only their desk shows."""
    return attention(user, today) + [line for panel in _todo for line in panel(user, today)]


# From ids of observations, or a query for them, to (id, label, url) of the papers that cite them.
CitedBy = Callable[[Any], Iterable[tuple[int, str, str]]]
_cited_by: list[CitedBy] = []


def add_cited_by(panel: CitedBy) -> None:
    if panel not in _cited_by:
        _cited_by.append(panel)


def citing(observation_ids: Any) -> dict[int, list[tuple[str, str]]]:
    """(label, url) of every paper that cites one of these observations, by the observation's id."""
    found: dict[int, dict[tuple[str, str], None]] = {}
    for panel in _cited_by:
        for pk, label, url in panel(observation_ids):
            found.setdefault(pk, {})[label, url] = None
    return {pk: list(papers) for pk, papers in found.items()}


def cited_by(observation_id: int) -> list[tuple[str, str]]:
    """(label, url) of every paper that cites this observation."""
    return citing([observation_id]).get(observation_id, [])


_words: dict[str, Callable[[str], str]] = {}


def add_words(detail: str, says: Callable[[str], str]) -> None:
    """Register how the record of acts prints a code that is stored as this detail of an event."""
    _words[detail] = says


def in_words(detail: str, value: str) -> str:
    """What a code of this name is called; as it is where nobody knows."""
    return _words[detail](value) if detail in _words else value


@dataclass(frozen=True)
class Measure:
    """What is done about a shortcoming, by which office, when, and how far it is."""

    text: str
    office: str
    period: str
    state: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Shortcoming:
    """What is still wanting, in the words a letter may take over, and what is done about it."""

    text: str
    url: str
    description: str = ""
    measures: tuple[Measure, ...] = ()


ShortcomingPanel = Callable[[User, date], Iterable[Shortcoming]]
_shortcomings: list[ShortcomingPanel] = []


def add_shortcomings(panel: ShortcomingPanel) -> None:
    """Register what whoever writes a letter may say of 存在不足 and 下一步."""
    if panel not in _shortcomings:
        _shortcomings.append(panel)


def shortcomings(user: User, today: date) -> list[Shortcoming]:
    """All that is open on this day and that this user may read."""
    return [one for panel in _shortcomings for one in panel(user, today)]


@dataclass(frozen=True)
class Asked:
    """What the address of a dashboard page asks for.

    `version` names the published data, `options` are the parameters of a tab of its own; `user` is
    who asks, for what a tab says to each of their own dates.
    """

    year: int
    scope: str
    version: str
    today: date
    options: Mapping[str, str] = field(default_factory=dict)
    user: User | None = None


@dataclass(frozen=True)
class Slide:
    """What a tab shows on the wall: `html`, or charts (stats.charts.Chart) two or three at once.

    Nobody can press anything there, and anybody may pass by: no links in it, no names of persons.
    """

    title: str
    html: str = ""
    charts: tuple[Any, ...] = ()


def no_period(_asked: Asked) -> str:
    return ""


def no_slides(_asked: Asked) -> Iterable[Slide]:
    return ()


@dataclass(frozen=True)
class Tab:
    """A page of the dashboard; the same for everybody who has the permission.

    `html` is its body. `tables` are what can be taken out of it as files (stats.sheets.Table).
    `options` are the parameters it understands; they stay when the year or the scope is changed.
    Unless it `is_of_figures`, neither year nor scope is its own, and its body says which time it
    shows, as does its head on paper: `period`. One that `is_landscape` is printed on its side.
    `slides` are what the wall shows of it.
    """

    slug: str
    title: str
    order: int
    permission: str
    html: Callable[[Asked], str]
    tables: Callable[[Asked], Iterable[Any]]
    options: tuple[str, ...] = ()
    is_of_figures: bool = True
    is_landscape: bool = False
    slides: Callable[[Asked], Iterable[Slide]] = no_slides
    period: Callable[[Asked], str] = no_period


_tabs: dict[str, Tab] = {}


def add_tab(tab: Tab) -> None:
    _tabs[tab.slug] = tab


def tabs(user: User) -> list[Tab]:
    """The tabs this user may open, in their order."""
    ordered = sorted(_tabs.values(), key=lambda tab: tab.order)
    return [tab for tab in ordered if user.has_perm(tab.permission)]


def tab(slug: str) -> Tab | None:
    return _tabs.get(slug)
