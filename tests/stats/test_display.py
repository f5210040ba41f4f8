"""The organisation's colours: who chooses them, that every page follows, that figures stay."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cixi_ip.models import Event
from stats import actions, figures
from stats.models import Display, Observation
from stats.selection import Change, change
from tests.makers import make_observation, make_user

pytestmark = pytest.mark.django_db
DASH_ALONE = Change()
TOKENS = settings.BASE_DIR / "static" / "css" / "tokens.css"
ADDRESS = "/admin/stats/display/1/change/"


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


@pytest.fixture
def reader(client: Client) -> Client:
    """Reads figures of two years, one risen and one fallen."""
    for year, granted, pct in ((2021, 1000, 90), (2022, 1200, 60)):
        make_observation(granted, year=year)
        make_observation(pct, code="patent.pct", year=year)
    client.force_login(make_user("读者"))
    client.get("/password/")
    return client


def tones_of(page: str) -> str:
    found = re.search(r'<body[^>]* data-tones="([^"]*)"', page)
    return found[1] if found else ""


class TestChoosing:
    def test_nothing_chosen_is_neutral(self, reader: Client) -> None:
        assert not Display.objects.exists()
        assert tones_of(reader.get("/").content.decode()) == "neutral"

    def test_the_choice_is_on_record_and_changes_the_version(self) -> None:
        admin, before = make_user("系统管理员"), figures.version()
        actions.set_tones(by=admin, tones="red-up")
        event = Event.objects.get(kind="修改显示")
        assert (event.by, event.subject_type) == (admin, "stats.display")
        assert event.detail["changes"]["tones"][1] == "红涨绿跌"
        assert figures.version() != before

    def test_choosing_the_same_again_is_no_act(self) -> None:
        admin = make_user("系统管理员")
        actions.set_tones(by=admin, tones="neutral")
        actions.set_tones(by=admin, tones="green-up")
        actions.set_tones(by=admin, tones="green-up")
        assert Event.objects.filter(kind="修改显示").count() == 1
        assert Display.objects.get().tones == "green-up"

    @pytest.mark.parametrize("role", ["录入员", "科室负责人", "局领导", "安全管理员", "审计员"])
    def test_nobody_else_chooses(self, role: str) -> None:
        with pytest.raises(PermissionDenied):
            actions.set_tones(by=make_user(role), tones="red-up")
        assert not Display.objects.exists()

    def test_what_is_not_in_the_list_is_refused(self) -> None:
        with pytest.raises(ValidationError):
            actions.set_tones(by=make_user("系统管理员"), tones="rainbow")
        assert not Event.objects.filter(kind="修改显示").exists()

    @pytest.mark.parametrize("fields", [{"id": 2}, {"tones": "rainbow"}])
    def test_the_database_holds_one_row_with_a_known_choice(self, fields: dict[str, Any]) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Display.objects.create(**fields)


class TestAdmin:
    def test_one_page_that_saves(self, client: Client) -> None:
        client.force_login(make_user("系统管理员"))
        response = client.get(reverse("admin:stats_display_changelist"), follow=True)
        assert response.redirect_chain[-1][0] == ADDRESS
        page = response.content.decode()
        assert "红涨绿跌" in page
        assert re.search(r'value="neutral"[^>]*checked', page)
        assert client.post(ADDRESS, {"tones": "red-up"}).status_code == 302
        assert Display.objects.get().tones == "red-up"
        assert re.search(r'value="red-up"[^>]*checked', client.get(ADDRESS).content.decode())

    def test_a_choice_there_is_not_is_refused_in_words(self, client: Client) -> None:
        client.force_login(make_user("系统管理员"))
        page = client.post(ADDRESS, {"tones": "rainbow"}).content.decode()
        assert "不在列表中" in page
        assert not Display.objects.exists()

    @pytest.mark.parametrize("role", ["录入员", "安全管理员", "审计员"])
    def test_others_do_not_come_in(self, client: Client, role: str) -> None:
        client.force_login(make_user(role))
        assert client.get(ADDRESS).status_code == 403
        assert client.get(reverse("admin:stats_display_changelist")).status_code == 403
        assert client.post(ADDRESS, {"tones": "red-up"}).status_code == 403

    def test_nothing_is_added_or_removed(self, client: Client) -> None:
        client.force_login(make_user("系统管理员"))
        assert client.get(reverse("admin:stats_display_add")).status_code == 403
        actions.set_tones(by=make_user("系统管理员"), tones="red-up")
        assert client.post("/admin/stats/display/1/delete/", {"post": "yes"}).status_code == 403
        assert client.get("/admin/stats/display/7/change/").status_code == 302


class TestPages:
    def test_every_page_that_prints_a_change_follows_the_choice(self, reader: Client) -> None:
        risen = Observation.objects.get(indicator__code="patent.granted", year=2022)
        pages = (
            *("/", "/board/patents/", "/data/", "/table/?year=2022&scope=published"),
            *(f"/data/{risen.pk}/", "/indicators/patent.granted/"),
        )
        before = {page: reader.get(page) for page in pages}
        actions.set_tones(by=make_user("系统管理员"), tones="green-up")
        for page, earlier in before.items():
            assert earlier.status_code == 200, page
            assert tones_of(earlier.content.decode()) == "neutral", page
            now = reader.get(page).content.decode()
            assert tones_of(now) == "green-up", page
            assert re.search(r'class="[^"]*change-up[^"]*">', now), page
            assert re.search("▲.*增长20.0%", now, re.DOTALL), page

    def test_no_page_is_taken_from_memory_or_from_the_browser(self, reader: Client) -> None:
        first = reader.get("/")
        same = {"HTTP_IF_NONE_MATCH": first.headers["ETag"]}
        assert reader.get("/", **same).status_code == 304
        actions.set_tones(by=make_user("系统管理员"), tones="red-up")
        assert reader.get("/", **same).status_code == 200

    def test_a_change_says_judgement_and_direction(self) -> None:
        make_observation(1000, year=2021)
        make_observation(900, year=2022)
        published = figures.published()
        (now,) = (figure for figure in published if figure.year == 2022)
        shown = change(published, now)
        assert (str(shown.cell), shown.style) == (shown.text, "change-neutral change-down")
        assert DASH_ALONE.cell == "—"

    def test_a_page_without_changes_asks_for_no_choice(self, reader: Client) -> None:
        with CaptureQueriesContext(connection) as queries:
            assert reader.get("/indicators/").status_code == 200
        assert not [one for one in queries.captured_queries if "stats_display" in one["sql"]]

    def test_a_file_holds_the_words_alone(self, reader: Client) -> None:
        text = reader.get("/board/patents/patents.csv").content.decode("utf-8-sig")
        assert "▲ 比上年增长20.0%（+200件）" in text
        assert "change-" not in text


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    r, g, b = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("name", ["good", "bad", "neutral", "red", "green"])
def test_each_colour_of_a_change_can_be_read_on_paper_and_ground(name: str) -> None:
    tokens = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", TOKENS.read_text()))
    assert tokens[name] != tokens["alarm"]
    for ground in ("#ffffff", tokens["ground"]):
        assert (luminance(ground) + 0.05) / (luminance(tokens[name]) + 0.05) >= 4.5
