"""A figure in one sentence as letters word it, to be copied beside its chart; pure."""

from __future__ import annotations

from dataclasses import replace

from cixi_ip.wording import number
from stats.arithmetic import Figure, FigureSet
from stats.selection import Selection, page_of, scope_name


def sentence(selection: Selection, figure: Figure) -> str:
    """截至2022年底，市本级有效发明专利拥有量3483件，比上年末增长19.3%。

    Letters print no separators. Empty where the paper's own words leave the period open: a ready
    sentence would settle what nobody has confirmed; and where the figure is `disputed`.
    """
    if not is_settled(figure) or selection.is_disputed(figure):
        return ""
    unit = figure.meaning.unit.split("/")[0]
    remark = "" if figure.status == "A" else f"（{figure.status_name}）"
    value = f"{number(figure.value, figure.digits)}{unit}{remark}"
    phrase = growth_in_letters(selection.figures, figure)
    said = (opening(figure), f"{scope_name(figure)}{figure.meaning.name}{value}", phrase)
    return "，".join(filter(None, said)) + "。"


def is_settled(figure: Figure) -> bool:
    """Whether the figure has a value of its own definition and a period that is written out."""
    return figure.value is not None and figure.status != "D" and not figure.printed_period


def disputed(selection: Selection, figure: Figure) -> str:
    """The page of a figure that is to be verified before it is cited; else empty."""
    return page_of(figure) if is_settled(figure) and selection.is_disputed(figure) else ""


def growth_in_letters(figures: FigureSet, figure: Figure) -> str:
    """A letter does not say 上报; nor again of the growth what it has said of the value."""
    grown = figures.growth(figure)
    if grown.remark == figure.status_name:
        grown = replace(grown, remark="")
    return grown.phrase + grown.remarks if grown.phrase else ""


def opening(figure: Figure) -> str:
    """2022年, 截至2022年底: what a period covers, or the day a stock is counted."""
    is_whole, is_flow = figure.through_month == 12, figure.meaning.timing == "flow"
    if is_flow:
        return f"{figure.year}年" if is_whole else f"{figure.year}年1—{figure.through_month}月"
    return f"截至{figure.year}年{'' if is_whole else f'{figure.through_month}月'}底"
