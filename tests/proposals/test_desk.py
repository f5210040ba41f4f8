"""The desk and the signing page: nothing typed is lost, nothing is signed unseen."""

import pytest

from proposals import actions
from proposals.models import Handling, IssuedLetter, Letter
from proposals.models.letter import WRITTEN
from stats import actions as stats_actions
from tests.makers import make_indicator, make_observation, make_region, make_user
from tests.proposals.makers import (
    make_awaiting,
    make_draft,
    make_handling,
    pass_reviews,
    seen,
    write,
)
from tests.proposals.pages import VALUE, as_, path, said
from tests.stats.register_rows import make_honour, make_keeper, make_programme

pytestmark = pytest.mark.django_db


def test_taking_opens_the_desk():
    handling, officer = make_handling(), make_user("经办人")
    response = as_(officer).post(path("letter_take", handling), follow=True)
    assert response.redirect_chain[-1][0] == path("letter_desk", handling)
    assert Handling.objects.get().officer == officer


def typed(letter: Letter, **values: object) -> dict[str, object]:
    """What the desk's form would send."""
    now = Letter.objects.get(pk=letter.pk)
    stored = {name: getattr(now, name) for name in WRITTEN}
    return stored | {"seen_edition": now.edition, "act": "save"} | values


def test_the_desk_shows_each_figure_with_its_source():
    make_observation(12688)
    letter = make_draft(f"授权{VALUE}。")
    text = as_(letter.handling.officer).get(path("letter_desk", letter.handling)).text
    assert 'title="慈溪市（市本级）2022年指标patent.granted；口径：慈溪市（市本级）' in text
    assert ">12688件</a>" in text
    assert "来源：测试通报" in text


def test_saving_at_the_desk():
    letter = make_draft()
    client = as_(letter.handling.officer)
    data = typed(letter, body="新的\u200b正文。")
    response = client.post(path("letter_desk", letter.handling), data, follow=True)
    assert "草稿已保存" in said(response)
    assert "已删除零宽字符" in said(response)
    assert Letter.objects.get().body == "新的正文。"


def test_a_preview_saves_nothing():
    make_observation(12688)
    letter = make_draft("原文。")
    data = typed(letter, body=f"第一段。\r\n\r\n预览{VALUE}。", act="preview")
    response = as_(letter.handling.officer).post(path("letter_desk", letter.handling), data)
    assert len(response.context["examination"].expansion.paragraphs) == 2
    assert ">12688件</a>" in response.text
    assert "还没有保存" in said(response)
    assert Letter.objects.get().body == "原文。"


def test_a_stale_save_shows_both_texts_and_can_be_repeated():
    letter = make_draft("第一稿。")
    officer, url = letter.handling.officer, path("letter_desk", letter.handling)
    late = typed(letter, body="我在旧页面上写的。")
    write(letter, body="别处先保存的。")
    response = as_(officer).post(url, late)
    assert response.status_code == 409
    assert "我在旧页面上写的。" in response.text
    assert "别处先保存的。" in response.text
    assert Letter.objects.get().body == "别处先保存的。"
    again = late | {"seen_edition": response.context["form"].data["seen_edition"]}
    assert as_(officer).post(url, again).status_code == 302
    assert Letter.objects.get().body == "我在旧页面上写的。"


def test_a_draft_that_cannot_be_saved_stays_on_the_page():
    letter = make_draft()
    data = typed(letter, body="写了很多。", title="", phone="63000000")
    response = as_(letter.handling.officer).post(path("letter_desk", letter.handling), data)
    assert response.status_code == 200
    assert "写了很多。" in response.text
    assert "请填写标题。" in response.text
    assert Letter.objects.get().body != "写了很多。"


@pytest.mark.parametrize("edition", ["abc", "", "-1", "9" * 30])
def test_a_spoilt_hidden_field_is_said_above_the_form_and_loses_nothing(edition):
    letter = make_draft("现存的稿。")
    client, url = as_(letter.handling.officer), path("letter_desk", letter.handling)
    data = typed(letter, body="我写的。", seen_edition=edition)
    response = client.post(url, data)
    assert "修改次数读不出来，所以没有保存" in response.text
    assert "我写的。" in response.text
    assert Letter.objects.get().body == "现存的稿。"
    again = data | {"seen_edition": response.context["form"].data["seen_edition"]}
    response = client.post(url, again)
    assert response.status_code == 409
    assert "现存的稿。" in response.text


def test_a_condition_that_does_not_exist_is_refused_in_our_words():
    response = as_(make_user("读者")).get(path("proposal_list") + "?state=lost&session=x")
    assert "状态没有所选的这一项" in response.text
    assert "届次没有所选的这一项" in response.text
    assert "选择一个有效" not in response.text


def test_hostile_text_is_shown_as_text():
    letter = make_draft("<script>alert(1)</script>{{7*7}}")
    text = as_(letter.handling.officer).get(path("letter_desk", letter.handling)).text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in text


def test_the_desk_of_somebody_else_is_closed():
    letter = make_draft("别人的稿。")
    client = as_(make_user("经办人"))
    url = path("letter_desk", letter.handling)
    assert client.get(url).status_code == 403
    assert client.post(url, typed(letter, body="我改的。")).status_code == 403
    assert Letter.objects.get().body == "别人的稿。"


def test_handing_in_with_explanations(no_220: Letter):
    officer = make_user("经办人")
    actions.take(by=officer, handling=no_220.handling)
    client, url = as_(officer), path("letter_desk", no_220.handling)
    first = client.post(url, typed(no_220, act="submit"), follow=True)
    assert said(first).count("尚缺说明") == 2
    page = client.get(url)
    keys = [c.key for c in page.context["examination"].checks if c.needs_explanation]
    explained = {f"explain-{key}": "两个口径不同，已核实。" for key in keys}
    second = client.post(url, typed(no_220, act="submit") | explained, follow=True)
    assert "已保存并送科室核稿" in said(second)
    assert Handling.objects.get().state == "section"


def test_handing_in_and_sending_back():
    letter = make_draft()
    handling = letter.handling
    response = as_(handling.officer).post(path("letter_submit", handling), follow=True)
    assert "已送科室核稿" in said(response)
    leader = as_(make_user("科室负责人"))
    response = leader.post(path("letter_send_back", handling), {"reason": ""}, follow=True)
    assert "请写明退回原因" in said(response)
    leader.post(path("letter_send_back", handling), {"reason": "请写明口径"})
    assert "请写明口径" in as_(handling.officer).get(path("letter_desk", handling)).text


def test_signing_shows_number_and_date_and_then_the_digest():
    handling = make_awaiting()
    client, url = as_(make_user("局领导")), path("letter_sign", handling)
    page = client.get(url)
    assert "1号（按签发先后取号" in page.text
    response = client.post(url, {"seen": page.context["seen"]}, follow=True)
    issued = IssuedLetter.objects.get()
    assert response.redirect_chain[-1][0] == path("letter_verify", handling)
    assert issued.sha256 in response.text
    assert "已签发，文号" in said(response)


@pytest.mark.parametrize("values", [{}, {"seen": "0" * 64}])
def test_signing_without_having_seen_the_letter_is_refused(values):
    handling = make_awaiting()
    response = as_(make_user("局领导")).post(path("letter_sign", handling), values, follow=True)
    assert "请重新看过再签发" in said(response)
    assert not IssuedLetter.objects.exists()


def test_signing_too_early_or_twice_is_refused():
    letter = make_draft()
    client, url = as_(make_user("局领导")), path("letter_sign", letter.handling)
    assert "不能签发" in said(client.get(url, follow=True))
    handling = actions.submit(by=letter.handling.officer, handling=letter.handling)
    shown = seen(handling)
    assert "不能签发" in said(client.post(url, {"seen": shown}, follow=True))
    assert not IssuedLetter.objects.exists()
    pass_reviews(handling)
    client.post(url, {"seen": shown})
    assert "不能签发" in said(client.post(url, {"seen": shown}, follow=True))
    assert IssuedLetter.objects.count() == 1


def test_the_drafter_does_not_get_the_signing_page():
    both = make_user("经办人", "局领导")
    handling = make_awaiting(by=both)
    assert as_(both).get(path("letter_sign", handling)).status_code == 403


def test_a_counted_figure_leads_to_its_list():
    make_observation(12688)
    indicator = make_indicator("cultivation.srdi", kind="stock", unit="家")
    region = make_region("330282", parent=make_region("330200"))
    make_honour(programme=make_programme(indicator=indicator))
    keeper = make_keeper()
    entry = stats_actions.take_count(
        by=keeper, indicator=indicator, region=region, year=2022, through_month=12, explanation=""
    )
    stats_actions.submit(by=keeper, submission=entry.submission)
    entry.submission.refresh_from_db()
    (counted,) = stats_actions.approve(by=make_user("复核员"), submission=entry.submission)
    letter = make_draft(f"授权{VALUE}，专精特新{{{{cultivation.srdi@330282/2022|value}}}}。")
    text = as_(letter.handling.officer).get(path("letter_desk", letter.handling)).text
    assert f'href="/data/{counted.pk}/"' in text
    assert text.count(">名单</a>") == 1
    assert f'href="/registers/counts/{counted.count_id}/"' in text
