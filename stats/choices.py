"""Which year and scope an address asks for; what there is not is answered with what there is."""

from dataclasses import dataclass

from django.http import Http404

from cixi_ip.panels import Asked
from stats import figures
from stats.kept import cached


@dataclass(frozen=True)
class Choice:
    """`year` is 0 while nothing has been published."""

    year: int
    scope: str
    years: tuple[int, ...] = ()

    @property
    def scope_name(self) -> str:
        return figures.SCOPES[self.scope][0]

    @property
    def regions(self) -> tuple[str, ...]:
        """In order of preference."""
        return figures.SCOPES[self.scope][1]

    @property
    def scopes(self) -> list[tuple[str, str]]:
        return [(code, name) for code, (name, _regions) in figures.SCOPES.items()]

    @property
    def in_words(self) -> str:
        return f"年份：{self.year}年；口径：{self.scope_name}"

    @property
    def query(self) -> str:
        """What follows the address of a file that holds the same."""
        return f"?year={self.year}&scope={self.scope}"


def choice(*, version: str, year: str, scope: str) -> Choice:
    """404 in Chinese for a year or scope there is not; the latest year where none is asked for."""
    known = cached(("years", version), figures.years_published)
    if scope not in figures.SCOPES:
        names = "、".join(f"{name}（{code}）" for code, (name, _) in figures.SCOPES.items())
        raise Http404(f"没有“{scope[:20]}”这种口径。可选：{names}。")
    if year and year not in map(str, known):
        published = "、".join(map(str, known)) or "（还没有）"
        raise Http404(f"没有“{year[:20]}”年的数据。已发布的年份：{published}。")
    return Choice(int(year) if year else next(iter(known), 0), scope, tuple(known))


def chosen(asked: Asked) -> Choice:
    """The choice that a tab of the dashboard is asked for."""
    return choice(version=asked.version, year=str(asked.year), scope=asked.scope)
