"""Everything known of one published figure: printed words, checks, vintages, who cites it."""

from cixi_ip.models import User
from stats import attention, derivations, figures, history, papers, sums
from stats.arithmetic import Figure, FigureSet, reported
from stats.models import Observation
from stats.selection import change, value, when
from stats.sheets import Link, noted
from stats.tables import when as period_words


def everything(record: Observation, *, reader: User) -> dict[str, object]:
    """The context of the page of one observation, whichever vintage it is."""
    around = neighbours(record)
    figure = around.known(*key_of(record)) or around.by_key[key_of(record)]
    vintages = history.vintages(record.key)
    grown = reported(figure)
    return {
        "record": record,
        "figure": figure,
        "current": vintages[0].record,
        "period": period_words(record),
        "as_of": when(figure),
        "value": value(figure),
        "change": change(around, figure),
        "reported": grown.phrase if grown else "",
        "implied": next(derivations.implied(figure), ""),
        "sums": opened(around, figure),
        "findings": checked(around, figure),
        "notes": noted([figure], record.year - 1, record.year),
        "vintages": vintages,
        "steps": history.steps(record.key, reader=reader),
        "papers": papers.by_source([record.source_id]),
    }


def key_of(record: Observation) -> tuple[str, str, int, int]:
    return (record.indicator.code, record.region.code, record.year, record.through_month)


def neighbours(record: Observation) -> FigureSet:
    """The county's figures and the region's own of this year and the one before.

    A vintage that was replaced is seen among the figures of the moment it was published.
    """
    return figures.published(
        regions={record.region.code, figures.COUNTY, figures.COUNTY_CORE, figures.QIANWAN},
        years=(record.year - 1, record.year),
        as_of=record.approved_at if record.superseded_at else None,
    )


def checked(around: FigureSet, figure: Figure) -> list[attention.Group]:
    """What the rules say of this very figure."""
    lines = [
        line
        for finding in figures.check(around)
        if any(concerned.id == figure.id for concerned in finding.figures)
        for line in (attention.line(finding),)
    ]
    return [attention.Group(line.level, line.text, (line,)) for line in lines]


def opened(around: FigureSet, figure: Figure) -> list[Link]:
    """The sums this figure is part of: its change, its shares, its ratio."""
    shares = [
        Link(f"占{whole.meaning.name}的比重", sums.share_of(figure, whole))
        for whole in (around.known(figure.meaning.part_of, *figure.key[1:]),)
        if whole is not None
    ]
    if figure.meaning.kind == "ratio":
        shares.append(Link("分子、分母和复算", sums.ratio_of(figure)))
    return [Link("增减", sums.growth_of(figure)), *shares]
