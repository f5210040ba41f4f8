"""The dashboard's tabs of the statistics; each read and rendered once for each data version."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from django.template.loader import render_to_string

from cixi_ip.panels import Asked, Slide, Tab, add_tab
from stats import brief, named, place_tabs, targets
from stats.board import selected
from stats.choices import Choice, chosen
from stats.kept import cached
from stats.progress import Goal
from stats.sections import Section, cultivation, patents, protection, trademarks
from stats.selection import Selection
from stats.sheets import Table

VIEW = "stats.view_observation"
Build = Callable[[Selection, list[Goal]], Section]


def register() -> None:
    """Called once, when the app is ready; 建议办理 is another app's, between these."""
    add_tab(brief.tab())
    add_tab(of_section("trademarks", "商标品牌", 10, trademarks))
    add_tab(of_section("patents", "专利", 20, patents))
    add_tab(with_names(of_section("cultivation", "企业培育", 30, cultivation)))
    add_tab(of_section("protection", "执法保护", 40, protection))
    for tab in place_tabs.TABS:
        add_tab(tab)
    add_tab(targets.tab())


def of_section(slug: str, title: str, order: int, build: Build) -> Tab:
    """A tab whose body is one section of the figures of a year and scope."""

    def section(asked: Asked) -> Section:
        return build(*selected(chosen(asked)))

    def html(asked: Asked) -> str:
        key = ("tab", slug, asked.version, asked.year, asked.scope)
        return cached(key, lambda: rendered(slug, chosen(asked), section(asked)))

    def tables(asked: Asked) -> Iterable[Table]:
        shown = section(asked)
        return [
            *([shown.table] if shown.table else []),
            *(chart.sheet for chart in shown.charts),
        ]

    def slides(asked: Asked) -> Iterable[Slide]:
        return [Slide(title, charts=section(asked).charts)]

    return Tab(slug, title, order, VIEW, html, tables, slides=slides)


def with_names(tab: Tab) -> Tab:
    """The tab with the enterprises behind its figures, on the page and in its files."""
    return replace(
        tab,
        html=lambda asked: tab.html(asked) + named.html(asked),
        tables=lambda asked: [*tab.tables(asked), *named.tables(asked)],
    )


def rendered(slug: str, choice: Choice, section: Section) -> str:
    context = {
        "section": section,
        "year": choice.year,
        "scope_name": choice.scope_name,
        "files": f"/board/{slug}/",
        "query": choice.query,
    }
    return render_to_string("stats/board_section.html", context)
