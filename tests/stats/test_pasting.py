"""A block pasted into the grid: every cell is judged, and nothing is written by looking."""

import json
import re

import pytest
from django.test import Client

from stats.models import Entry, Indicator, Region
from tests.makers import make_source
from tests.stats.pages import GRID, row_of, save

pytestmark = pytest.mark.django_db


def pasted(browser: Client, indicator: Indicator, column: str, block: str) -> dict:
    response = browser.post(
        f"{GRID}paste/?year=2022&month=12&region=330282-BJ&office=",
        {"indicator": indicator.pk, "column": column, "block": block},
    )
    return json.loads(response.content)


def test_a_pasted_block_is_judged_cell_by_cell(
    browser: Client, indicators: dict[str, Indicator]
) -> None:
    first, second, third = indicators["granted"], indicators["valid"], indicators["pct"]
    save(browser, row_of(first, value="12688"), row_of(third, value="70"))
    # Rows in the order of the catalogue: granted and valid have order 0, PCT comes after.
    answer = pasted(browser, first, "value", "12,688\t5.8\t同比\n很多\t\n７６\t—\n9\n")
    assert re.sub(r"<[^>]+>|\s+", "", answer["html"]).startswith("新增2变更1不变1拒绝2")
    assert answer["fills"] == {
        f"i{first.pk}-growth": "5.8",
        f"i{first.pk}-growth_base": "同比",
        f"i{third.pk}-value": "７６",
    }
    assert f"i{second.pk}-value" not in answer["fills"]
    assert "超出录入表的最后一行" in answer["html"]
    assert Entry.objects.get(indicator=third).value == 70


def test_a_cell_with_a_line_break_stays_one_cell(
    browser: Client, indicators: dict[str, Indicator]
) -> None:
    first, third = indicators["granted"], indicators["pct"]
    answer = pasted(browser, first, "explanation", '"第一行\n第二行"\n\n按"通报"')
    assert answer["fills"] == {
        f"i{first.pk}-explanation": "第一行 第二行",
        f"i{third.pk}-explanation": '按"通报"',
    }


def test_words_of_the_screen_can_be_pasted(
    browser: Client, indicators: dict[str, Indicator]
) -> None:
    source = make_source()
    answer = pasted(
        browser, indicators["pct"], "rank", f"3\t10\t宁波市\t初步\t{source}\t按通报\t再一格"
    )
    prefix = f"i{indicators['pct'].pk}-"
    assert {name.removeprefix(prefix): text for name, text in answer["fills"].items()} == {
        "rank": "3",
        "rank_of": "10",
        "rank_region": str(Region.objects.get(code="330200").pk),
        "status": "P",
        "source": str(source),
        "explanation": "按通报",
    }
    assert "超出录入表的最后一列" in answer["html"]
