"""The real figures: what fixtures/ holds, and that loading adds without ever changing."""

import csv
import json
import re
import shutil
from collections import Counter
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cixi_ip.models import Event
from stats.models import Indicator, Observation, Region, Source, Submission, Target

FOLDER = Path(__file__).parent.parent.parent / "fixtures"
LETTER = "市十八届人大二次会议第220号建议协办意见"
CORE, WHOLE = "330282-BJ", "330282"
MIRRORS = ("cqtresearch", "chuan-mo", "sdyjbg", "sfhcip", "文库", "论坛", "镜像", "转帖", "GitHub")


def rows(file: str = "figures.csv") -> list[dict[str, str]]:
    with (FOLDER / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def of_letter() -> list[dict[str, str]]:
    return [row for row in rows() if row["source"] == LETTER]


def objects(name: str) -> list[dict]:
    return [item["fields"] for item in json.loads((FOLDER / f"{name}.json").read_text("utf-8"))]


def load(**options: bool) -> str:
    out = StringIO()
    call_command("load_fixtures", stdout=out, **options)
    return out.getvalue()


def copied(settings, tmp_path: Path, file: str, change) -> Path:
    """A copy of fixtures/ in which one file is changed, made the one that is loaded."""
    folder = tmp_path / "fixtures"
    shutil.copytree(FOLDER, folder)
    path = folder / file
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    settings.FIXTURE_DIRS = [folder]
    return path


class TestTheFiles:
    def test_there_are_206_figures_each_under_its_own_key(self):
        keys = [(r["indicator"], r["region"], r["year"], r["through_month"]) for r in rows()]
        assert len(keys) == 206
        assert len(set(keys)) == 206

    def test_the_letter_gives_19_rows_on_two_scopes(self):
        assert Counter(row["region"] for row in of_letter()) == {CORE: 6, WHOLE: 13}
        core = {row["value"] for row in of_letter() if row["region"] == CORE}
        assert core == {"12688", "596", "5902", "6190", "76", "3483"}

    def test_the_letter_gives_23_figures_with_growths_rank_and_target(self):
        growths = {r["reported_growth"]: r["growth_base"] for r in of_letter()}
        growths.pop("")
        assert growths == {"5.8": "同比", "19.3": "同比"}
        ranked = [row for row in of_letter() if row["rank"]]
        assert [(r["value"], r["rank"], r["rank_of"], r["rank_region"]) for r in ranked] == [
            ("12688", "1", "", "330200")
        ]
        targets = rows("targets.csv")
        assert [(t["value"], t["due_year"]) for t in targets] == [("24", "")]
        assert len(of_letter()) + len(growths) + len(ranked) + len(targets) == 23

    def test_eight_figures_of_an_unstated_window_are_marked(self):
        vague = {r["value"] for r in of_letter() if r["printed_period"] == "去年以来"}
        assert vague == {"90", "110", "263", "6", "559", "94", "52", "42.5"}
        assert vague == {r["value"] for r in of_letter() if r["status"] == "D"}

    def test_scopes_are_the_papers_words_or_blank(self):
        words = {row["value"]: row["printed_scope"] for row in of_letter() if row["printed_scope"]}
        assert words == dict.fromkeys(("12688", "596", "5902", "6190"), "市本级") | {
            "559": "全市",
            "42.5": "全市",
        }
        assumed = [row for row in of_letter() if not row["printed_scope"]]
        assert all("口径" in row["note"] for row in assumed)

    def test_the_three_kinds_add_up_to_12688(self):
        values = {r["indicator"]: int(r["value"]) for r in of_letter() if r["region"] == CORE}
        kinds = [values[f"patent.granted.{kind}"] for kind in ("invention", "utility", "design")]
        assert kinds == [596, 5902, 6190]
        assert sum(kinds) == values["patent.granted"] == 12688

    def test_12688_stands_once(self):
        assert [row["value"] for row in rows()].count("12688") == 1

    def test_precision_is_that_of_print(self):
        """A fraction printed with n decimals is known to half of its last digit."""
        for row in rows():
            half = Decimal(row["half_width"])
            if "." in row["value"]:
                decimals = len(row["value"].split(".")[1])
                assert half == Decimal(5).scaleb(-decimals - 1), row
            elif half > 1:
                assert int(row["value"]) % int(half * 2) == 0, row

    def test_growths_have_a_base_and_their_own_digits(self):
        for row in rows():
            assert bool(row["reported_growth"]) == bool(row["growth_base"]), row
            if growth := row["reported_growth"]:
                assert len(growth.partition(".")[2]) == int(row["growth_digits"]), row
        assert Counter(row["growth_base"] for row in rows() if row["growth_base"]) == {
            "同比": 18,
            "可比价": 6,
            "约": 1,
        }

    def test_every_figure_names_a_source_and_every_source_is_named(self):
        cited = {row["source"] for row in rows() + rows("targets.csv")}
        assert cited == {source["title"] for source in objects("sources")}

    def test_sources_are_official_papers_in_chinese(self):
        for source in objects("sources"):
            text = json.dumps(source, ensure_ascii=False)
            assert not any(word in text for word in MIRRORS), text
            assert re.search("[一-鿿]", source["title"])
            host = source.get("url", "https://x.gov.cn/").split("/")[2]
            assert host.endswith(".gov.cn"), text

    def test_the_catalogue_names_parents_before_children(self):
        for name, links in (
            ("regions", ("parent", "scope")),
            ("indicators", ("part_of", "numerator", "denominator")),
        ):
            seen = set()
            for item in objects(name):
                assert all(item[link][0] in seen for link in links if link in item), item
                seen.add(item["code"])


CATALOGUE = "新装入：地区 138、指标 71、口径注释 12、培育项目 11、产业链 6、行动计划 4"


@pytest.mark.django_db
class TestLoading:
    def test_all_of_it_arrives(self):
        assert load() == f"{CATALOGUE}、来源 43、数据 206、目标 1。\n"
        assert Observation.objects.count() == 206
        assert Observation.objects.filter(source__title=LETTER).count() == 19
        assert not Observation.objects.exclude(origin="装载").exists()
        stored = {
            (o.indicator.code, o.region.code, o.year, o.through_month): o.value
            for o in Observation.objects.select_related("indicator", "region")
        }
        for row in rows():
            key = (row["indicator"], row["region"], int(row["year"]), int(row["through_month"]))
            assert stored[key] == Decimal(row["value"])
        target = Target.objects.get()
        assert (target.value, target.due_year, target.region.code) == (24, None, WHOLE)

    def test_the_second_time_nothing_is_written(self, django_assert_max_num_queries):
        load()
        before = [m.objects.count() for m in (Event, Submission, Source, Observation)]
        with django_assert_max_num_queries(15):
            assert load() == "自带的目录和数据都已在库。\n"
        assert before == [m.objects.count() for m in (Event, Submission, Source, Observation)]

    def test_what_staff_have_edited_survives(self):
        load()
        Indicator.objects.filter(code="patent.pct").update(definition="本局另有说明")
        Region.objects.filter(code=CORE).update(note="单位已确认")
        Source.objects.filter(title=LETTER).update(title="协办意见（慈市监〔2023〕某号）")
        Target.objects.update(title="贯标目标")
        load()
        assert Indicator.objects.get(code="patent.pct").definition == "本局另有说明"
        assert Region.objects.get(code=CORE).note == "单位已确认"
        assert not Source.objects.filter(title=LETTER).exists()
        assert Target.objects.get().title == "贯标目标"

    def test_a_later_figure_is_added_alone(self, settings, tmp_path):
        load()
        extra = f"patent.pct,{WHOLE},2021,12,90,0,A,,,,,,,全市,,{LETTER},只为测试\n"
        copied(settings, tmp_path, "figures.csv", lambda text: text + extra)
        assert load() == "新装入：数据 1。\n"

    def test_the_catalogue_alone(self):
        assert load(catalogue_only=True) == f"{CATALOGUE}。\n"
        assert not Observation.objects.exists()
        assert not Source.objects.exists()

    def test_the_demonstration_never_gets_real_figures(self, settings):
        settings.DEMO_DATA = True
        load()
        assert Region.objects.exists()
        assert not Observation.objects.exists()

    def test_new_catalogue_entries_change_the_version_of_the_data(self):
        load(catalogue_only=True)
        assert Event.objects.filter(kind="修改目录").count() == 1


LINE_2 = "patent.granted,330282-BJ,2022,12,12688,0,A"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        ("patent.granted,330282-BJ,2022,12,一万,0,A", "value 列的“一万”不是数字"),
        ("patent.granted,330282-BJ,2022,12,,0,A", "数值须留空"),
        ("patent.granted,330282-BJ,2022,12,-5,0,A", "不能为负"),
        ("patent.granted,330282-BJ,2022,12,1.5,0,A", "须为整数"),
        ("patent.granted,330282-BJ,2099,12,12688,0,A", "时段还没有到"),
        ("patent.granted,330282-BJ,二〇二二,12,12688,0,A", "year 列的“二〇二二”不是数字"),
        ("patent.granted,330282-BJ,,12,12688,0,A", "year 列："),
        ("patent.granted,330282-XX,2022,12,12688,0,A", "地区“330282-XX”不在目录中"),
        ("patents,330282-BJ,2022,12,12688,0,A", "指标“patents”不在目录中"),
        (",330282-BJ,2022,12,12688,0,A", "指标“”不在目录中"),
        ("patent.granted,330282-BJ,2022,12,12,688,0,A", "多出一列"),
        ("patent.granted,330282-BJ,2022,12,12688,0,Z", "status 列："),
    ],
)
def test_a_broken_line_is_named_and_nothing_is_written(settings, tmp_path, broken, complaint):
    path = copied(settings, tmp_path, "figures.csv", lambda text: text.replace(LINE_2, broken))
    with pytest.raises(CommandError, match=re.escape(complaint)) as refusal:
        load()
    assert f"{path} 第 2 行" in str(refusal.value)
    assert not Region.objects.exists()
    assert not Observation.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "change", "complaint"),
    [
        (
            "figures.csv",
            lambda text: text + text.splitlines()[1] + "\n",
            r"第 208 行：与第 2 行的指标、地区和时段相同",
        ),
        (
            "regions.json",
            lambda text: text.replace('"parent":["330000"]', '"parent":["330999"]', 1),
            r"regions.json 第 7 行：.*Region",
        ),
        (
            "indicators.json",
            lambda text: text.replace('"kind":"flow"', '"kind":"flux"', 1),
            r"indicators.json 第 4 行：kind 列：",
        ),
        (
            "indicators.json",
            lambda text: text.replace('"is_additive":true', '"is_additive":null', 1),
            r"indicators.json 第 7 行：.*indicator_partition",
        ),
        ("sources.json", lambda text: text.replace("},", "", 1), r"第 2 行：不是完整的 JSON"),
        (
            "targets.csv",
            lambda text: text.replace(",2023,,24,", ",2023,2022,24,"),
            r"targets.csv 第 2 行：.*target_due_after_stated",
        ),
    ],
)
def test_other_broken_files(settings, tmp_path, file, change, complaint):
    copied(settings, tmp_path, file, change)
    with pytest.raises(CommandError, match=complaint):
        load()
    assert not Region.objects.exists()
