"""The yearly statistics of handling as pages show and the summary table holds them."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import xlsxwriter

from cixi_ip.spreadsheets import harmless, print_on_paper
from proposals.case_facts import case_facts
from proposals.models import CongressSession
from proposals.rates import GROUPS, CaseFacts, Line, Rate, Share, grouped, line, rates

SUMMARY_WIDTHS = (14, 22, 8)


@dataclass(frozen=True)
class Headline:
    """One rate of all cases, beside that of the year before."""

    rate: Rate
    share: Share
    earlier: Share

    @property
    def change(self) -> str:
        return self.share.change_from(self.earlier)


@dataclass(frozen=True)
class Statistics:
    """One year beside the one before."""

    year: int
    today: date
    cases: Sequence[CaseFacts]
    earlier: Sequence[CaseFacts]

    @cached_property
    def rates(self) -> tuple[Rate, ...]:
        return rates(self.today)

    @cached_property
    def total(self) -> Line:
        return line("合计", self.cases, self.rates)

    @cached_property
    def total_before(self) -> Line:
        """Last year judged as it stands now too: all its clocks have long run out."""
        return line("合计", self.earlier, self.rates)

    @property
    def headlines(self) -> list[Headline]:
        shares = zip(self.rates, self.total.shares, self.total_before.shares, strict=True)
        return [Headline(*both) for both in shares]

    @property
    def returned_away(self) -> int:
        return sum(case.is_returned_away for case in self.cases)

    @property
    def tables(self) -> list[tuple[str, list[Line]]]:
        return [(name, grouped(self.cases, by, self.rates)) for name, by in GROUPS]


def sessions() -> dict[int, list[CongressSession]]:
    """The sessions of each year that has one, the latest year first."""
    found: dict[int, list[CongressSession]] = {}
    for session in CongressSession.objects.order_by("-year", "body", "name"):
        found.setdefault(session.year, []).append(session)
    return found


def years() -> list[int]:
    return list(sessions())


def of_year(year: int, today: date) -> Statistics:
    return Statistics(year, today, case_facts(year), case_facts(year - 1))


def summary(found: Statistics) -> bytes:
    """办理情况年度汇总表: the totals and each grouping as xlsx, with what each rate means."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        write_summary(book, found)
        write_meanings(book, found)
    return stream.getvalue()


def write_summary(book: xlsxwriter.Workbook, found: Statistics) -> None:
    sheet = book.add_worksheet("汇总表")
    head = book.add_format({"bold": True, "bg_color": "#E4EDF5", "bottom": 1, "text_wrap": True})
    percent = book.add_format({"num_format": '0.0"%"'})
    for column, width in enumerate(SUMMARY_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_column(len(SUMMARY_WIDTHS), len(SUMMARY_WIDTHS) + 2 * len(found.rates), 11)
    titles = ["分组", "名称", "件数"]
    for rate in found.rates:
        titles += [rate.name, f"{rate.name}（件数）"]
    sheet.write_row(0, 0, titles, head)
    for row, (group, entry) in enumerate(summary_lines(found), 1):
        sheet.write_string(row, 0, group)
        sheet.write_string(row, 1, harmless(entry.name))
        sheet.write_number(row, 2, entry.count)
        for place, share in enumerate(entry.shares):
            column = len(SUMMARY_WIDTHS) + 2 * place
            if share.percent is not None:
                sheet.write_number(row, column, share.percent, percent)
            sheet.write_string(row, column + 1, share.counted)
    sheet.freeze_panes(1, 2)
    print_on_paper(sheet)


def summary_lines(found: Statistics) -> Iterator[tuple[str, Line]]:
    yield f"{found.year}年", found.total
    yield f"{found.year - 1}年", found.total_before
    for name, lines in found.tables:
        for entry in lines:
            yield name, entry


def write_meanings(book: xlsxwriter.Workbook, found: Statistics) -> None:
    sheet = book.add_worksheet("说明")
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 80)
    rows = [(rate.name, rate.meaning) for rate in found.rates]
    rows += [
        ("截止", f"{found.today}，按当天的登记情况计算"),
        ("不计入", f"已退办的 {found.returned_away} 件"),
        ("空格", "没有可以计入的件，不是 0"),
    ]
    for row, (name, meaning) in enumerate(rows):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, meaning)
