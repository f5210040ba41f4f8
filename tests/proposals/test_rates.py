"""The rates: who is counted, who meets them, and how a change is said."""

from datetime import date

import pytest

from proposals.rates import GROUPS, CaseFacts, Share, grouped, rates

TODAY = date(2026, 9, 1)
EARLY, DUE, LATE = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


def case(**values):
    return CaseFacts(**({"key": 1, "role": "主办", "is_answering": True} | values))


def rate(name):
    return next(rate for rate in rates(TODAY) if rate.name == name)


ANSWERED = {"is_signed": True, "mark": "B"}
TABLE = [
    ("办结率", case(is_closed=True), (1, 1)),
    ("办结率", case(), (0, 1)),
    ("办结率", case(is_returned_away=True), (0, 0)),
    ("按期率", case(clocks=((DUE, EARLY),)), (1, 1)),
    ("按期率", case(clocks=((DUE, DUE),)), (1, 1)),
    ("按期率", case(clocks=((DUE, LATE),)), (0, 1)),
    ("按期率", case(clocks=((DUE, None),)), (0, 1)),
    ("按期率", case(clocks=((date(2026, 10, 1), None),)), (0, 0)),
    ("按期率", case(clocks=((DUE, EARLY), (LATE, TODAY))), (0, 1)),
    ("按期率", case(clocks=((DUE, EARLY), (date(2026, 10, 1), None))), (1, 1)),
    ("按期率", case(), (0, 0)),
    ("面商率", case(**ANSWERED, has_talk_in_person=True), (1, 1)),
    ("面商率", case(has_talk_in_person=True), (0, 0)),
    ("面商率", case(role="协办", is_answering=False, is_signed=True), (0, 0)),
    ("公开率", case(**ANSWERED, is_published=True), (1, 1)),
    ("公开率", case(**ANSWERED), (0, 1)),
    ("满意率", case(satisfaction="满意"), (1, 1)),
    ("满意率", case(satisfaction="基本满意"), (0, 1)),
    ("满意率", case(), (0, 0)),
    ("满意和基本满意率", case(satisfaction="基本满意"), (1, 1)),
    ("满意和基本满意率", case(satisfaction="不满意"), (0, 1)),
    ("落实率", case(**ANSWERED, is_settled=True), (1, 1)),
    ("落实率", case(**ANSWERED), (0, 1)),
]


@pytest.mark.parametrize(("name", "one", "expected"), TABLE)
def test_who_is_counted_and_who_meets_it(name, one, expected):
    share = rate(name).among([one])
    assert (share.part, share.whole) == expected


@pytest.mark.parametrize(
    ("share", "printed"),
    [(Share(1, 3), "33.3%"), (Share(2, 3), "66.7%"), (Share(1, 8), "12.5%"), (Share(0, 0), "—")],
)
def test_a_share_of_nothing_has_no_percentage(share, printed):
    assert share.printed == printed


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (Share(20, 30), Share(10, 30), "提高33.4个百分点"),
        (Share(10, 30), Share(20, 30), "降低33.4个百分点"),
        (Share(15, 30), Share(20, 40), "持平"),
        (Share(1001, 2000), Share(1002, 2001), "基本持平"),
        (Share(0, 0), Share(20, 40), "—（本年没有可计入的）"),
        (Share(20, 40), Share(0, 0), "—（上年没有可计入的）"),
        (Share(20, 29), Share(20, 40), "—（不足30件，不比较百分点）"),
        (Share(20, 40), Share(20, 29), "—（不足30件，不比较百分点）"),
    ],
)
def test_a_change_is_said_in_points_of_what_is_printed_or_with_a_reason(now, before, said):
    assert now.change_from(before) == said


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (Share(0, 0), "—"),
        (Share(4, 5), "4/5 件（80.0%）"),
        (Share(29, 29), "29/29 件（100.0%）"),
        (Share(24, 30), "80.0%（24/30 件）"),
    ],
)
def test_of_few_cases_the_count_comes_first(share, words):
    assert share.words == words


def test_groups_are_in_order_and_what_is_not_stated_comes_last():
    cases = [
        case(topic="", month="2026-03"),
        case(topic="商标", month="2026-02"),
        case(topic="专利", is_returned_away=True),
        case(topic="商标", month="2026-02", is_closed=True),
    ]
    by = dict(GROUPS)
    lines = grouped(cases, by["主题"], rates(TODAY))
    assert [(line.name, line.count) for line in lines] == [("商标", 2), ("未填", 1)]
    assert lines[0].shares[0].counted == "1/2"
    months = grouped(cases, by["月份"], rates(TODAY))
    assert [line.name for line in months] == ["2026-02", "2026-03"]
