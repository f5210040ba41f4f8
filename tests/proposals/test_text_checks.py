"""What the words around the figures claim, and digits typed by hand."""

from decimal import Decimal

import pytest

from proposals.citations import Fault, expand
from proposals.text_checks import CHECKS, check
from tests.proposals.makers import figure_set, plain_figure, plain_goal

GRANTED = plain_figure(12688, reported_growth=Decimal("5.8"), growth_base="同比")
FALLEN = plain_figure(
    900, code="fallen", name="下降指标", reported_growth=Decimal("-3.2"), growth_base="同比"
)
EARLY = plain_figure(75685, code="early", name="初步指标", status="P", status_name="初步")
ROUGH = plain_figure(500, code="rough", name="估算指标", status="E", status_name="估算")
ODD = plain_figure(77, code="odd", name="定义不同指标", status="D", status_name="口径或时段不同")
PEOPLE = plain_figure(
    "185.9", code="people", name="常住人口", unit="万人", kind="stock", decimals=1
)
FIGURES = figure_set(GRANTED, FALLEN, EARLY, ROUGH, ODD, PEOPLE)
GOAL = plain_goal()
VALUE = "{{patent.granted@330282-BJ/2022|value}}"
GROWTH = "{{patent.granted@330282-BJ/2022|growth}}"
TARGET = "{{cultivation.little_giant.ip_standard@330282/2023|target}}"


def faults(text: str) -> list[Fault]:
    goals = {GOAL.key: GOAL}
    return list(check(expand(text, FIGURES, goals), FIGURES, goals, 2023))


@pytest.mark.parametrize(
    ("text", "rule", "verdict", "said"),
    [
        ("商标{{early@330282-BJ/2022|value}}，", "status", "错误", "请在其后加“（初步）”"),
        ("约{{rough@330282-BJ/2022|value}}。", "status", "错误", "请在其后加“（估算）”"),
        ("{{odd@330282-BJ/2022|value}}", "status", "提示", "口径或时段不同"),
        (f"授权量下降{GROWTH}", "direction", "矛盾", "请删去“下降”"),
        (f"授权量增长{GROWTH}", "direction", "提示", "请删去“增长”"),
        (f"授权{VALUE}，同比下降5.8%。", "direction", "矛盾", "应为“同比增长5.8%”"),
        ("共{{fallen@330282-BJ/2022|value}}，增长3.2%", "direction", "矛盾", "同比下降3.2%"),
        (f"授权{VALUE}，同比增长6.8%。", "growth", "矛盾", "与数据库不符"),
        (f"已有{TARGET}小巨人企业贯标", "plan", "提示", "是目标，不是结果"),
        (f"今年以来，全市共授权{VALUE}。", "relative_year", "存疑", "请写明年份"),
        (f"2023年会议以来，前年授权{VALUE}。", "relative_year", "存疑", "是2022年的数"),
        (f"去年推进{TARGET}企业贯标", "relative_year", "存疑", "24家是2023年的数"),
        ("共授权12688件", "unbound", "提示", VALUE),
        ("共授权12,688件", "unbound", "提示", VALUE),
        ("共授权12688", "unbound", "提示", "|number}}"),
        ("约1.27万件", "unbound", "提示", VALUE),
        ("同比增长5.8%", "unbound", "提示", GROWTH),
        ("常住人口185.9万人", "unbound", "提示", "{{people@330282-BJ/2022|value}}"),
        ("推进24家企业贯标", "unbound", "提示", TARGET),
        ("检查企业53家", "unbound", "提示", "请核实来源"),
        ("融资1.3亿元", "unbound", "提示", "请核实来源"),
        ("120多件", "unbound", "提示", "手工填写"),
    ],
)
def test_found(text, rule, verdict, said):
    found = [one for one in faults(text) if one.rule == rule]
    assert len(found) == 1
    assert found[0].verdict == verdict
    assert said in found[0].text


@pytest.mark.parametrize(
    "text",
    [
        "市十八届人大二次会议第220号建议、第 91号提案、第091号",
        "慈市监函〔2023〕12号、子交函[2017]19号、民发【2024】275号",
        "2022年全年、2023年前2个月、1-10月、1—7月、截至2014年底、2022—2025年",
        "2023年10月16日、2023-10-16、近3年、5个工作日、30天内",
        "1.加强保护\n2．做好服务\n（1）开展检查\n(2)督促整改",
        "联系电话：0574-12345678，手机13800000000，热线12315",
        "《专利法》第65条、GB/T 29490—2023、4·26宣传周、AAAA级景区、第22届、A类、45类商品",
        "三大产业、四大行动、五项制度、十四五、一批、近百家、3个方面、2个环节",
        f"授权{VALUE}，{GROWTH}",
        f"授权{VALUE}，同比增长5.8%".replace("5.8%", "约六个百分点"),
        "商标{{early@330282-BJ/2022|value}}（初步）",
        f"推进{TARGET}企业贯标，力争{TARGET}",
        f"去年授权{VALUE}；今年推进{TARGET}企业贯标，目前授权{VALUE}",
        f"今年初统计，2022年授权{VALUE}，比上年多，{GROWTH}。今年另有安排",
        "{{fallen@330282-BJ/2022|value}}，{{fallen@330282-BJ/2022|growth}}",
    ],
)
def test_never_fires_on(text):
    assert faults(text) == []


def test_a_typed_growth_that_is_right_is_only_offered_for_binding():
    (fault,) = faults(f"授权{VALUE}，同比增长5.8%。")
    assert (fault.rule, fault.verdict) == ("unbound", "提示")


def test_a_growth_in_another_sentence_is_not_taken_for_the_figures():
    found = faults(f"授权{VALUE}。某地同比下降5.8%。")
    assert [one.rule for one in found] == ["unbound"]


def test_a_fault_points_at_its_place():
    (fault,) = faults("第一段。\n\n去年全市共授权发明53件。")
    assert fault.text.startswith("第2段“年全市共授权发明”之后的“53件”")


def test_a_relative_year_counts_from_the_year_of_signing():
    text = f"去年授权{VALUE}。"
    expansion = expand(text, FIGURES, {})
    assert check(expansion, FIGURES, {}, 2023) == ()
    (fault,) = check(expansion, FIGURES, {}, 2026)
    assert fault.text.endswith("前面写的是“去年”，而公文在2026年签发，请写明年份。")


def test_every_check_says_in_chinese_what_must_hold():
    for _name, one in CHECKS.values():
        assert one.__doc__ is not None
        assert one.__doc__.endswith("。")
