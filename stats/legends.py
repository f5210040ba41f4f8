"""What a table's file says of itself: who took it out and when, and what its figures mean."""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.utils.timezone import localtime, now

from cixi_ip.wording import DASH, chinese_date
from stats.arithmetic import Figure
from stats.models import Region, Source, Status
from stats.sheets import Table

Row = tuple[str, ...]
COMMON = (
    ("空白", "数值空白表示没有数据（见“状态”），不等于 0。"),
    ("版次", "同一指标、地区、时段每公布一次为一版；没有写明时，是导出时的最新一版。"),
    ("增幅", "注明“上报”的取自原文；其余按同一口径两年的公布数计算，四舍五入。"),
)


def explained(table: Table, *, filters: str, by: str, facts: Iterable[Row] = ()) -> list[Row]:
    """Rows of the sheet 说明; a row of one cell is a heading. Two queries."""
    moment = localtime(now())
    figures = table.figures
    return [
        (f"慈溪知识产权数据 {table.name}",),
        ("导出时间", f"{chinese_date(moment)} {moment:%H:%M}"),
        ("导出人", by),
        ("范围", filters),
        ("条数", str(len(table.rows))),
        *facts,
        *COMMON,
        *section("表注", (("", note) for note in table.notes)),
        *section("指标定义", definitions(figures)),
        *section("地区（口径）", regions(figures)),
        *section("状态", statuses(figures)),
        *section("来源", sources(figures)),
        *section("原文口径、时段与备注", remarks(figures)),
        *section("修订过的数", revised(figures)),
    ]


def section(heading: str, rows: Iterable[Row]) -> Iterator[Row]:
    found = list(rows)
    if found:
        yield (heading,)
        yield from found


def definitions(figures: Iterable[Figure]) -> Iterator[Row]:
    for meaning in dict.fromkeys(figure.meaning for figure in figures):
        kind = {"flow": "时期数", "stock": "时点数", "ratio": "比率"}[meaning.kind]
        yield (meaning.name, meaning.definition or DASH, f"{kind}，单位：{meaning.unit}")


def regions(figures: Iterable[Figure]) -> Iterator[Row]:
    names = dict.fromkeys((figure.region, figure.region_name) for figure in figures)
    notes = dict(Region.objects.filter(code__in=dict(names)).values_list("code", "note"))
    for code, name in names:
        yield (name, notes.get(code) or DASH, code)


def statuses(figures: Iterable[Figure]) -> Iterator[Row]:
    counts = Counter((figure.status_name, figure.status) for figure in figures)
    for (name, code), count in counts.items():
        yield (name, f"{count} 个数", f"代码 {code}", str(Status(code).label))


def sources(figures: Iterable[Figure]) -> Iterator[Row]:
    titles = dict.fromkeys(figure.source for figure in figures)
    found = Source.objects.filter(title__in=titles)
    rows = {source.title: (source.issuer, source.doc_no, source.note) for source in found}
    for title in titles:
        issuer, doc_no, note = rows.get(title, ("", "", ""))
        yield (title, issuer or DASH, doc_no or DASH, note)


def remarks(figures: Iterable[Figure]) -> Iterator[Row]:
    for figure in figures:
        if figure.printed_scope or figure.printed_period or figure.note:
            scope = f"口径：{figure.printed_scope or '未写明'}"
            period = f"时段：{figure.printed_period or '一致'}"
            yield (place(figure), figure.note or DASH, scope, period)


def revised(figures: Iterable[Figure]) -> Iterator[Row]:
    for figure in figures:
        if figure.vintage > 1:
            yield (place(figure), f"第{figure.vintage}版", figure.shown(grouped=True))


def place(figure: Figure) -> str:
    return f"{figure.meaning.name} {figure.region_name} {figure.period}"
