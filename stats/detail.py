"""Everything known of one published figure: printed words, checks, vintages, who cites it."""

from cixi_ip.models import User
from stats import attention, figures, history, papers
from stats.arithmetic import Figure, FigureSet, implied_base, reported
from stats.models import Observation
from stats.selection import change, value, when
from stats.sheets import noted
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
        "implied": implied(figure),
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


def implied(figure: Figure) -> str:
    base = implied_base(figure)
    if base is None:
        return ""
    words = base.interval.words(figure.meaning.decimals, grouped=True)
    return (
        f"按上报增幅，{base.year}年的数应为 {base.formula}={words}{figure.meaning.unit}。"
        "这是推算区间，不是公布数。"
    )
