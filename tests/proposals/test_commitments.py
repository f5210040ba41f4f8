"""Promises are found in labelled letters; what is not one is left alone. All texts are invented,
but the draft of No. 220 that comes with the system."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.citations import TOKEN
from proposals.commitments import Commitment, commitments
from tests.proposals.promises import LETTERS, NO_220, UNSEEN, marked, unmarked

DRAFT = Path(__file__).parents[2] / "fixtures" / "letters" / "220.txt"
ON = date(2024, 5, 10)


def no_220() -> str:
    """The draft with its figures expanded; which they are does not matter here."""
    text = DRAFT.read_text(encoding="utf-8")
    return TOKEN.sub(lambda token: "24家" if token[0].endswith("|target}}") else "76件", text)


def labelled() -> dict[str, tuple[str, set[int]]]:
    """Every letter with the places where its promises begin."""
    letters = {name: (unmarked(text), marked(text)) for name, text in LETTERS.items()}
    draft = no_220()
    return letters | {"220": (draft, {draft.index(opening) for opening in NO_220})}


def measured(letters: dict[str, tuple[str, set[int]]]) -> tuple[float, float]:
    """Recall and precision over all sentences of these letters."""
    hits = missed = wrong = 0
    for text, promises in letters.values():
        found = commitments(text, ON)
        hit = {at for at in promises if any(one.start <= at < one.end for one in found)}
        hits += len(hit)
        missed += len(promises - hit)
        wrong += sum(not any(one.start <= at < one.end for at in promises) for one in found)
    return hits / (hits + missed), hits / (hits + wrong)


def test_promises_of_the_labelled_letters_are_found() -> None:
    """19 letters, 95 promises: recall 0.96, precision 0.97 measured."""
    recall, precision = measured(labelled())
    assert recall >= 0.93
    assert precision >= 0.93


def test_promises_of_letters_not_seen_before_are_found() -> None:
    """3 letters, 12 promises: recall 0.92, precision 0.85 measured."""
    recall, precision = measured(
        {name: (unmarked(text), marked(text)) for name, text in UNSEEN.items()}
    )
    assert recall >= 0.85
    assert precision >= 0.7


def test_each_knows_its_place_and_comes_in_order() -> None:
    for text, _promises in labelled().values():
        found = commitments(text, ON)
        assert all(text[one.start : one.end] == one.sentence for one in found)
        assert all(text[aim.start : aim.end] == aim.words for one in found for aim in one.targets)
        assert all(text[one.due.start : one.due.end] == one.due.words for one in found if one.due)
        assert [one.start for one in found] == sorted({one.start for one in found})
        assert all(one.action and one.why for one in found)
        assert found == commitments(text, ON)


def only(text: str, on: date | None = ON) -> Commitment:
    (found,) = commitments(text, on)
    return found


def test_no_220_promises_to_bring_24_firms_up_to_the_standard() -> None:
    found = commitments(no_220(), date(2023, 4, 12))[-1]
    assert found.action.startswith("推进24家“专精特新”小巨人企业")
    assert [(aim.value, aim.unit) for aim in found.targets] == [(Decimal(24), "家")]
    assert (found.due, found.confidence) == (None, "高")
    assert found.why == "在“下一步重点抓好以下工作”之下"


@pytest.mark.parametrize(
    ("text", "confidence", "why"),
    [
        ("下一步，我局将加强宣传。", "高", "“下一步”"),
        ("我局拟出台管理办法。", "高", "“拟”"),
        ("我局计划开展两轮抽查。", "高", "“计划”"),
        ("力争达到30家。", "高", "“力争”"),
        ("力争走在前列。", "中", "“力争”"),
        ("继续培育地理标志。", "低", "“继续”"),
        ("如上级出台新政策，我局将及时落实。", "低", "“将”，但有条件"),
        ("年底前完成平台升级。", "中", "写明期限“年底前”"),
        ("二、今后打算\n加强宣传。", "中", "在“二、今后打算”之下"),
        ("二、今后打算\n培训300人次。", "高", "在“二、今后打算”之下"),
    ],
)
def test_how_sure_it_is_and_by_which_words(text: str, confidence: str, why: str) -> None:
    found = only(text)
    assert (found.confidence, found.why) == (confidence, why)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "近年来，我局持续加强检测能力建设，培训300人次。",
        "去年，我局推进12个项目建设。",
        "我局将检测纳入考核，已完成12项任务。",
        "同口径申请76件，年末拥有有效发明专利596件。",
        "到2022年底，全市建成网点46个。",
        "根据《检测管理办法》第八条规定，机构应当公布收费标准。",
        "省级行动计划提出，力争到2027年实现全覆盖。",
        "您在提案中建议，将检测费用纳入补贴。",
        "企业取得资质后，将享受优惠政策。",
        "您的建议将对规范市场起到积极作用。",
        "感谢您的支持，欢迎继续提出宝贵意见。",
        "虚拟检测和模拟考核已推广。",
        "四大行动计划扎实推进。",
        "加强检查，确保食品安全。",
        "此事由市财政局统一负责。",
        "| 下一步 | 将新增3家 |\n|---|---|\n| 力争 | 5家 |",
        "表1　下一步计划\n| 将 | 5 |",
        "三、下一步打算\n四、有关说明\n加强宣传。",
        "【附件】下一步工作计划",
    ],
)
def test_what_promises_nothing(text: str) -> None:
    assert commitments(text, ON) == ()


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("下一步，我局将努力加强宣传，扩大知晓面。", "加强宣传"),
        ("我局将对照需求，新建站点3个，改善服务。", "新建站点3个"),
        ("明年起，每季开展联合抽查，比例不低于5%。", "每季开展联合抽查，比例不低于5%"),
        ("对拒不公示的，我局将依法查处。", "依法查处"),
        ("我局将会同市财政局研究补贴办法。", "会同市财政局研究补贴办法"),
        ("二、今后打算\n一是编制目录；", "编制目录"),
        ("二、今后打算\n1.规范服务，做到一次告知。", "规范服务"),
    ],
)
def test_the_action_is_the_clause_that_says_what_is_done(text: str, action: str) -> None:
    assert only(text).action == action


@pytest.mark.parametrize(
    ("words", "aims"),
    [
        ("培育示范企业24家", [("24", "家", "", "", None)]),
        ("使授权量增长5%以上", [("5", "%", "增长", "不少于", None)]),
        ("覆盖率由88%提高到96.5％", [("96.5", "%", "提高到", "", None)]),
        ("每万人拥有量达到45件", [("45", "件", "达到", "", None)]),
        ("受理样品1.2万件", [("12000", "件", "", "", None)]),
        ("质押融资突破30亿元", [("30", "亿元", "", "不少于", None)]),
        ("检查不少于1,500家次", [("1500", "家次", "", "不少于", None)]),
        ("引进机构20—30家", [("20", "家", "", "", "30")]),
        ("推出新品10款左右", [("10", "款", "", "约", None)]),
        ("培训120余人", [("120", "人", "", "约", None)]),
        ("将用时由5天压缩至3天以内", [("3", "天", "压缩至", "不超过", None)]),
        ("提高2个百分点", [("2", "个百分点", "提高", "", None)]),
        ("新建两家指导站", [("2", "家", "新建", "", None)]),
        ("新增站点3个、专家15名", [("3", "个", "新增", "", None), ("15", "名", "", "", None)]),
        ("做好三项工作并公布", []),
        ("从3个方面入手", []),
        ("落实第35号建议", []),
        ("在30日内办结", []),
        ("在2025年6月召开会议", []),
        ("贯彻第12条规定", []),
        ("推广GB/T 29490标准", []),
        ("培育一批领军企业", []),
    ],
)
def test_targets_are_numbers_with_their_units(
    words: str, aims: list[tuple[str, str, str, str, str | None]]
) -> None:
    found = only(f"下一步，我局将{words}。").targets
    assert [(aim.value, aim.unit, aim.change, aim.bound, aim.upper) for aim in found] == [
        (Decimal(value), unit, change, bound, Decimal(upper) if upper else None)
        for value, unit, change, bound, upper in aims
    ]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2025年", "2025-12-31"),
        ("到2025年底", "2025-12-31"),
        ("2025年6月", "2025-06-30"),
        ("2025年2月底前", "2025-02-28"),
        ("2025年6月20日前", "2025-06-20"),
        ("2025年6月前", "2025-05-31"),
        ("2025年1月前", "2024-12-31"),
        ("2026年前", "2025-12-31"),
        ("2025年上半年", "2025-06-30"),
        ("2025年第三季度", "2025-09-30"),
        ("年内", "2024-12-31"),
        ("年底前", "2024-12-31"),
        ("今年底", "2024-12-31"),
        ("今年年底前", "2024-12-31"),
        ("今年9月底前", "2024-09-30"),
        ("明年上半年", "2025-06-30"),
        ("6月底前", "2024-06-30"),
        ("6月中旬", "2024-06-20"),
        ("3月底前", "2025-03-31"),
        ("8月份", "2024-08-31"),
        ("四季度", "2024-12-31"),
        ("三年内", "2027-05-10"),
        ("6个月内", "2024-11-10"),
        ("半年内", "2024-11-10"),
        ("未来两年", "2026-05-10"),
        ("“十五五”期间", "2030-12-31"),
        ("月底前", "2024-05-31"),
        ("下月底前", "2024-06-30"),
    ],
)
def test_days_are_counted_from_the_letter(words: str, day: str) -> None:
    due = only(f"我局将于{words}完成改造。").due
    assert due is not None
    assert due.day == date.fromisoformat(day)
    assert due.words in words


@pytest.mark.parametrize(
    "words",
    ["2023年", "每年", "近三年内", "2025年度", "明年起", "2024年下半年起", "2025年13月", "30日内"],
)
def test_what_is_past_or_no_day_is_not_due(words: str) -> None:
    assert only(f"我局将按{words}的要求完善服务。").due in (None, only("我局将改进。").due)


def test_months_end_where_the_month_does() -> None:
    assert only("我局将在3个月内完成。", date(2023, 11, 30)).due.day == date(2024, 2, 29)
    assert only("我局将在一年内完成。", date(2024, 2, 29)).due.day == date(2025, 2, 28)
    assert only("我局将于下月底前完成。", date(2024, 12, 5)).due.day == date(2025, 1, 31)


def test_the_last_of_several_days_is_when_all_is_done() -> None:
    found = only("我局将在6月底前选址，年底前建成。")
    assert found.due.words == "年底前"


def test_without_the_letters_date_relative_days_stay_words() -> None:
    found = only("我局将于年内建成，并于6月底前试用。", None)
    assert found.due.words == "年内"
    assert found.due.day is None
    assert only("我局将于2025年6月底前建成。", None).due.day == date(2025, 6, 30)


def test_a_lead_in_hands_its_day_down_to_what_it_counts() -> None:
    found = commitments("2025年，我局将做好以下工作：一是加强宣传；二是6月底前修订指南。", ON)
    assert [one.due.day for one in found] == [date(2025, 12, 31), date(2024, 6, 30)]


def test_numbers_that_begin_anew_stand_below_their_lead_in() -> None:
    before = "一、已有做法\n检查网点。\n二、其他\n下一步做好以下工作：\n"
    text = before + "一、宣传\n加强宣传。\n二、培训\n加强培训。"
    assert [one.action for one in commitments(text)] == ["加强宣传", "加强培训"]


def test_numbers_that_go_on_end_what_a_lead_in_led_to() -> None:
    text = "一、收费\n下一步做好以下工作：\n1.加强宣传，扩大影响。\n二、检测\n检测网点布局均衡。"
    assert [one.action for one in commitments(text)] == ["加强宣传"]


def test_plans_below_a_heading_end_at_the_next_of_its_rank() -> None:
    text = "一、下一步打算\n（一）宣传\n加强宣传。\n二、建议\n加强培训。"
    assert [one.action for one in commitments(text)] == ["加强宣传"]


PIECES = (
    *"将拟到至由从是会如一二十年月日内底末前个家次件元万亿0159.,%—、，。；：！“”（）《》|\n \u3000",
    *("下一步", "我局", "力争", "计划", "2025年", "今年", "一是", "一、", "（一）", "1.", "加强"),
    *("季度", "工作", "十五五", "已经", "去年", "感谢", "应当", "【附件】", "99月99日"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.none() | st.dates())
def test_any_text_on_any_day_is_read_and_places_hold(text: str, on: date | None) -> None:
    for one in commitments(text, on):
        assert text[one.start : one.end] == one.sentence
        assert all(text[aim.start : aim.end] == aim.words for aim in one.targets)
        assert one.due is None or text[one.due.start : one.due.end] == one.due.words
        assert one.action.strip()


HOSTILE = (
    "将" * 50_000,
    "下一步" * 20_000,
    "（" * 50_000,
    "“" * 50_000 + "；" * 50_000,
    "2025年" * 20_000,
    "1" * 50_000 + "家",
    "1,234" * 20_000,
    "我局" * 30_000,
    "到至由从" * 20_000,
    "一、" * 20_000,
    "一是" * 20_000,
    "，" * 50_000,
    "三年内" * 20_000,
    "：\n" * 20_000,
    "国家" * 30_000,
    "我局将加强宣传，" * 10_000,
    "每年" * 30_000,
    "如" * 50_000,
    "\x00\u2028\x1c" * 10_000,
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_take_no_longer_than_honest_ones(text: str) -> None:
    start = perf_counter()
    commitments(text, ON)
    assert perf_counter() - start < 2


def test_twice_the_text_takes_twice_the_time() -> None:
    letters = [unmarked(text) for text in LETTERS.values()]

    def took(times: int) -> float:
        text = "\n".join(letters * times)
        runs = []
        for _ in range(3):
            start = perf_counter()
            commitments(text, ON)
            runs.append(perf_counter() - start)
        return min(runs)

    assert took(8) < 3 * took(4)
