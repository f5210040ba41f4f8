"""What other apps add to the dashboard; each registers in AppConfig.ready(), stats only asks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from cixi_ip.models import User


@dataclass(frozen=True)
class Attention:
    """One line of 需要关注: what is wrong, how grave (错误, 存疑, 提示), and where to look."""

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


CitedBy = Callable[[int], Iterable[tuple[str, str]]]
_cited_by: list[CitedBy] = []


def add_cited_by(panel: CitedBy) -> None:
    if panel not in _cited_by:
        _cited_by.append(panel)


def cited_by(observation_id: int) -> list[tuple[str, str]]:
    """(label, url) of every paper that cites this observation."""
    return [line for panel in _cited_by for line in panel(observation_id)]
