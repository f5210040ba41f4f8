"""A whole page of the dashboard as one file: its sheets, its explanations, who may take it."""

import io

import pytest
from django.core.cache import cache
from django.test import Client
from openpyxl import load_workbook

from cixi_ip.models import Event
from stats.exports import NAME_LENGTH, sheet_names
from stats.sheets import Table
from tests.makers import make_observation, make_user


@pytest.fixture
def reader(client: Client) -> Client:
    cache.clear()
    for year, granted, valid in ((2021, 1000, 4000), (2022, 1200, 4400)):
        make_observation(granted, year=year)
        make_observation(valid, code="patent.valid.invention", year=year)
    client.force_login(make_user("读者"))
    return client


@pytest.mark.django_db
class TestWholePage:
    @pytest.mark.parametrize("page", ["overview", "patents"])
    def test_a_sheet_for_each_table_and_one_of_explanations(
        self, reader: Client, page: str
    ) -> None:
        response = reader.get(f"/board/{page}/all.xlsx?year=2022&scope=published")
        assert response.status_code == 200
        book = load_workbook(io.BytesIO(response.content))
        *sheets, last = book.sheetnames
        assert len(sheets) > 1
        assert last == "说明"
        assert all(book[name].max_row > 1 for name in sheets)
        told = [row[0] for row in book["说明"].iter_rows(values_only=True)]
        assert told.count("指标定义") == 1
        assert "范围" in told

    def test_taking_it_out_is_on_record(self, reader: Client) -> None:
        reader.get("/board/patents/all.xlsx?year=2022&scope=published")
        event = Event.objects.get(kind="导出数据")
        assert event.detail["kind_of_file"] == "xlsx"
        assert event.detail["chosen"].startswith("专利；")

    @pytest.mark.parametrize("page", ["", "board/patents/"])
    def test_the_page_links_its_file(self, reader: Client, page: str) -> None:
        file = "/board/overview/all.xlsx" if not page else f"/{page}all.xlsx"
        shown = reader.get(f"/{page}?year=2022&scope=published").content.decode()
        assert f'href="{file}?year=2022&amp;scope=published"' in shown

    def test_nothing_published_and_no_such_page(self, client: Client) -> None:
        cache.clear()
        client.force_login(make_user("读者"))
        assert client.get("/board/patents/all.xlsx").status_code == 404
        assert client.get("/board/nowhere/all.xlsx").status_code == 404

    def test_a_stranger_is_sent_to_the_login(self, client: Client) -> None:
        assert client.get("/board/overview/all.xlsx").status_code == 302


class TestSheetNames:
    def named(self, *names: str) -> list[str]:
        return list(sheet_names([Table(columns=(), rows=(), name=name) for name in names]))

    def test_short_without_signs_and_each_once(self) -> None:
        long = "长" * 40
        found = self.named("甲/乙[丙]", "说明", long, long, "A", "a", "'", "历史")
        assert len(set(map(str.casefold, found))) == 8
        assert all(0 < len(name) <= NAME_LENGTH for name in found)
        assert found[:2] == ["甲 乙 丙", "说明 2"]
        assert found[3].endswith(" 2")
