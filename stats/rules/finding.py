"""What a rule says: a finding and its verdict, and when figures may contradict each other; pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cixi_ip.wording import grouped
from stats.arithmetic import Figure, FigureSet

CONTRADICTION, DOUBT, UNVERIFIABLE, HINT = "矛盾", "存疑", "无法核对", "提示"
# The gravest first. All but a hint ask their author for a line of explanation.
VERDICTS = (CONTRADICTION, DOUBT, UNVERIFIABLE, HINT)


@dataclass(frozen=True)
class Finding:
    """What a rule has to say: its name, the verdict, one sentence, and the figures concerned."""

    rule: str
    verdict: str
    text: str
    figures: tuple[Figure, ...]

    @property
    def shown(self) -> str:
        """The sentence as screens print it, with grouped digits."""
        return grouped(self.text)

    @property
    def explanation(self) -> str:
        """What was said of it when one of the figures was entered; a hint asks for nothing."""
        if self.verdict == HINT:
            return ""
        return next((one.explanation for one in self.figures if one.explanation), "")


Findings = Iterator[Finding]
Rule = Callable[[FigureSet], Findings]


def clash(*figures: Figure) -> str:
    """矛盾 where all speak of one definition and one window, 存疑 where one may not."""
    is_one = len({figure.printed_period for figure in figures}) == 1
    return CONTRADICTION if is_one and all(f.status != "D" for f in figures) else DOUBT


def known_at(figures: FigureSet, code: str, figure: Figure) -> Figure | None:
    """Another indicator's figure with a value, of the same scope and period."""
    return figures.known(code, figure.region, figure.year, figure.through_month)


def last_digits(figure: Figure) -> int:
    """The value in units of its last printed digit: 42.5 is 425 tenths, 3483 件 3483 pieces."""
    if figure.value is None:
        return 0
    if figure.half_width:
        return int(figure.value / (2 * figure.half_width))
    return int(figure.value.scaleb(figure.meaning.decimals))
