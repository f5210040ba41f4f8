"""The pages of review and signature: who gets them, what they show, and nothing passes unseen."""

import pytest

from cixi_ip.models import Event
from proposals import actions
from tests.makers import make_user
from tests.proposals.makers import make_awaiting, make_draft, make_submitted, pass_reviews, write
from tests.proposals.pages import as_, now, path, said

pytestmark = pytest.mark.django_db
REVIEWERS = {"section": "科室负责人", "office": "办公室", "deputy": "局领导"}


@pytest.mark.parametrize(("state", "role"), REVIEWERS.items())
def test_each_review_shows_the_letter_and_passes_it(state, role):
    handling = pass_reviews(make_submitted("现提出意见。", role="主办"), to=state)
    client = as_(make_user(role))
    page = client.get(path("letter_review", handling))
    for shown in ("现提出意见。", "听取了意见。", "已经加强", "A类（已经解决", "通过", "退回"):
        assert shown in page.text
    data = {
        "seen_state": state,
        "seen_edition": handling.letter.edition,
        "comment": "数据请再核对一次",
    }
    response = client.post(path("letter_pass", handling), data, follow=True)
    assert "已通过" in said(response)
    assert "意见：数据请再核对一次" in response.text
    repeated = client.post(path("letter_pass", handling), data, follow=True)
    assert "这件有变动" in said(repeated)


@pytest.mark.parametrize("state", REVIEWERS)
def test_only_the_reviewer_of_the_step_gets_its_page(state):
    handling = pass_reviews(make_submitted(), to=state)
    others = {"经办人", "读者", *REVIEWERS.values()} - {REVIEWERS[state]}
    for role in others:
        client = as_(make_user(role))
        assert client.get(path("letter_review", handling)).status_code == 403
        data = {"seen_state": state, "seen_edition": handling.letter.edition}
        assert client.post(path("letter_pass", handling), data).status_code == 403
    assert now(handling) == state


def test_a_review_at_the_wrong_moment_says_the_state():
    handling, head = make_draft().handling, as_(make_user("科室负责人"))
    response = head.get(path("letter_review", handling), follow=True)
    assert "现为“拟稿中”" in said(response)
    waiting = make_awaiting()
    leader = as_(make_user("局领导"))
    response = leader.get(path("letter_review", waiting))
    assert response.url == path("letter_sign", waiting)


def test_an_edition_that_was_not_seen_is_not_passed():
    handling = make_submitted()
    data = {"seen_state": "section", "seen_edition": handling.letter.edition - 1}
    head = as_(make_user("科室负责人"))
    for edition in (handling.letter.edition - 1, "甲", ""):
        response = head.post(
            path("letter_pass", handling), data | {"seen_edition": edition}, follow=True
        )
        assert "请重新看过再通过" in said(response)
    assert now(handling) == "section"


def test_after_a_return_the_reviewer_sees_what_changed():
    handling = make_submitted("第一段。\n第二段。")
    head = as_(make_user("科室负责人"))
    head.post(path("letter_send_back", handling), {"reason": "第二段请写明口径"})
    write(handling.letter, body="第一段。\n第二段，口径为市本级。")
    handling.refresh_from_db()
    actions.submit(by=handling.officer, handling=handling)
    page = head.get(path("letter_review", handling))
    assert page.context["changed"].new == ("第二段，口径为市本级。",)
    assert page.context["changed"].gone == 1
    assert "原因：第二段请写明口径" in page.text
    assert not Event.objects.filter(detail__icontains="第一段").exists()


def test_the_signing_page_shows_the_trail_and_what_is_missing():
    handling = make_awaiting(role="主办")
    page = as_(make_user("局领导")).get(path("letter_sign", handling))
    assert "科室核稿通过" in page.text
    assert "办公室审核通过" in page.text
    assert "A类（已经解决或者基本解决）" in page.text
    handling.round.contacts.all().delete()
    page = as_(make_user("局领导")).get(path("letter_sign", handling))
    assert "现在不能签发" in page.text
    assert "还没有沟通记录" in page.text
