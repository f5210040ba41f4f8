"""Events as sentences, and the reviews of the present round."""

import pytest

from cixi_ip.models import Event
from proposals import actions, history
from proposals.models import Handling
from tests.makers import make_user
from tests.proposals.makers import make_submitted, pass_reviews


@pytest.mark.parametrize(
    ("detail", "said"),
    [
        ({}, ""),
        ({"move": "accept", "received_on": "2026-03-05"}, "签收日期 2026-03-05"),
        ({"reason": "请改。", "edition": 3, "paragraphs": ["ab"]}, "原因：请改；第 3 稿"),
        ({"department": "知识产权科", "officer": "", "note": ""}, "承办科室：知识产权科"),
        ({"before": "2026-03-05", "after": "2026-06-05", "note": "市政府办同意"},
         "2026-03-05→2026-06-05；说明：市政府办同意"),
        ({"before": "甲某"}, "原为 甲某"),
        ({"changes": {"标题": ["旧", "新"], "主题": ["", "专利"], "全文": ["长" * 90, "文" * 90]}},
         "标题：旧→新；主题：空→专利；全文已修改"),
        ({"asks": [["1. 甲", ""], ["2. 乙", "答"]]}, "共 2 条"),
        ({"sha256": "0" * 64, "number": "慈市监函〔2026〕1号"}, "文号 慈市监函〔2026〕1号"),
        ({"due": "None", "unit": "市科技局", "role": "协办"}, "单位：市科技局；角色：协办"),
        ({"on_behalf_of": "乙某"}, "代 乙某 办理"),
    ],
)  # fmt: skip
def test_details_are_said_in_words(detail, said):
    assert history.said(Event(kind="某事", detail=detail)) == said


@pytest.mark.django_db
def test_the_trail_is_of_this_round_and_of_reviews_only():
    handling = make_submitted()
    actions.send_back(by=make_user("科室负责人"), handling=handling, reason="请改")
    handling.refresh_from_db()
    actions.submit(by=handling.officer, handling=handling)
    pass_reviews(handling, to="office")
    kinds = [event.kind for event in history.trail(Handling.objects.get())]
    assert kinds == ["送科室核稿", "退回修改", "送科室核稿", "科室核稿通过"]
