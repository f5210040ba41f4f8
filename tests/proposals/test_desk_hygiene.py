"""文字建议 at the desk: taken or put aside at a press, never done unasked, nothing typed lost."""

import pytest

from proposals.models import Letter
from proposals.proofreading import MOST_SHOWN
from tests.makers import make_user
from tests.proposals.makers import make_awaiting, make_draft, write
from tests.proposals.pages import VALUE, as_, path
from tests.proposals.test_desk import typed

pytestmark = pytest.mark.django_db
SLIPS = "建立队伍,提供保护,支持创新。\r\n关键技术-产品。"


def press(letter: Letter, act: str, **values: object) -> object:
    """What the desk answers when this button is pressed with these values typed."""
    data = typed(letter, **values) | {"act": act}
    return as_(letter.handling.officer).post(path("letter_desk", letter.handling), data)


def body(response: object) -> str:
    return response.context["form"]["body"].value()


def handles(response: object) -> dict[str, str]:
    """The handle of each suggestion by what stands before it."""
    return {one.suggestion.before: one.handle for one in response.context["proofreading"].open}


def opened(letter: Letter) -> object:
    return as_(letter.handling.officer).get(path("letter_desk", letter.handling))


def test_the_desk_lists_suggestions_by_rule_with_their_neighbours():
    letter = make_draft(SLIPS.replace("\r\n", "\n"))
    page = opened(letter)
    groups = page.context["proofreading"].groups
    assert [(one.rule.name, len(one.advice)) for one in groups] == [("半角标点", 2), ("连接号", 1)]
    assert "建立队伍<del>,</del>→<ins>，</ins>提供保护" in page.text
    assert "全部采纳“建议改”的 2 处" in page.text
    assert f'formaction="{path("letter_desk", letter.handling)}#hygiene"' in page.text
    assert [one.place for one in page.context["proofreading"].open] == ["第1段", "第1段", "第2段"]


def test_taking_one_changes_what_was_typed_and_saves_nothing():
    letter = make_draft("原文。")
    page = press(letter, "preview", body=SLIPS)
    after = press(letter, f"adopt-{handles(page)['建立队伍']}", body=SLIPS, phone="63000000")
    assert body(after) == "建立队伍，提供保护,支持创新。\n关键技术-产品。"
    assert "已采纳 1 处文字建议，还没有保存" in after.context["said"]
    assert 'value="63000000"' in after.text
    assert Letter.objects.get().body == "原文。"
    assert handles(after).keys() == {"立队伍，提供保护", "关键技术"}


def test_taking_all_takes_what_is_sure_in_every_field_and_leaves_tokens():
    letter = make_draft("原文。")
    texts = {
        "body": f"授权{VALUE},增长。\r\n技术-产品。",
        "title": "关于(某事)的函",
        "cc": "市政府,市委",
    }
    after = press(letter, "adopt-all", **texts)
    assert body(after) == f"授权{VALUE}，增长。\n技术-产品。"
    assert after.context["form"]["title"].value() == "关于（某事）的函"
    assert after.context["form"]["cc"].value() == "市政府，市委"
    assert Letter.objects.get().title != "关于（某事）的函"


def test_one_rule_can_be_taken_as_a_whole():
    letter = make_draft("原文。")
    after = press(letter, "adopt-rule-连接号", body="技术-产品-企业,等。")
    assert body(after) == "技术—产品—企业,等。"


@pytest.mark.parametrize("act", ["adopt-0123456789ab.0", "adopt-", "adopt-rule-没有", "adopt-x.y"])
def test_what_is_no_longer_there_is_not_taken(act: str):
    letter = make_draft("原文。")
    after = press(letter, act, body=SLIPS)
    assert body(after) in (SLIPS, SLIPS.replace("\r\n", "\n"))
    assert "没有采纳" in after.context["said"]
    assert Letter.objects.get().body == "原文。"


def test_a_suggestion_can_be_taken_beside_a_field_that_is_wrong():
    letter = make_draft("原文。")
    after = press(letter, "adopt-all", body=SLIPS, title="")
    assert "请填写标题。" in after.text
    assert body(after).startswith("建立队伍，提供保护，")


def test_what_is_put_aside_stays_so_once_saved_and_can_be_brought_back():
    letter = make_draft("技术-产品。\n科技-金融。")
    keys = {
        one.suggestion.before: one.suggestion.key
        for one in opened(letter).context["proofreading"].open
    }
    after = press(letter, f"ignore-{keys['技术']}")
    assert handles(after).keys() == {"科技"}
    assert Letter.objects.get().explanations == {}
    assert f'name="aside" value="{keys["技术"]}"' in " ".join(after.text.split())

    as_(letter.handling.officer).post(
        path("letter_desk", letter.handling), typed(letter) | {"aside": [keys["技术"]]}
    )
    assert Letter.objects.get().explanations == {f"hygiene:{keys['技术']}": "忽略"}
    page = opened(letter)
    assert handles(page).keys() == {"科技"}
    assert "已忽略 1 处" in page.text

    back = press(letter, f"restore-{keys['技术']}", aside=[keys["技术"]])
    assert handles(back).keys() == {"技术", "科技"}
    as_(letter.handling.officer).post(path("letter_desk", letter.handling), typed(letter))
    assert Letter.objects.get().explanations == {}


def test_only_what_the_text_holds_is_kept_aside():
    letter = make_draft("没有问题。")
    data = typed(letter) | {"aside": ["0123456789ab", "<script>", "x" * 5000]}
    as_(letter.handling.officer).post(path("letter_desk", letter.handling), data)
    assert Letter.objects.get().explanations == {}


def test_a_save_elsewhere_keeps_what_was_put_aside():
    letter = make_draft("技术-产品。")
    (one,) = opened(letter).context["proofreading"].open
    write(letter, explanations={f"hygiene:{one.suggestion.key}": "忽略"})
    write(letter, contact="某某")
    assert Letter.objects.get().explanations == {f"hygiene:{one.suggestion.key}": "忽略"}


def test_the_signer_reads_them_folded_and_cannot_take_any():
    handling = make_awaiting("建立队伍,提供保护。")
    page = as_(make_user("局领导")).get(path("letter_sign", handling))
    assert "尚有 1 处文字建议" in page.text
    assert "<del>,</del>→<ins>，</ins>" in page.text
    assert 'value="adopt' not in page.text
    assert "hygiene:" not in page.text


def test_of_very_many_only_the_first_are_listed_and_all_are_taken():
    letter = make_draft("原文。")
    after = press(letter, "preview", body="甲,乙。" * 60)
    assert after.text.count("advice-place") == 0
    assert after.text.count("<del>,</del>") == MOST_SHOWN
    assert "另有 50 处没有列出" in after.text
    assert "," not in body(press(letter, "adopt-all", body="甲,乙。" * 60))


def test_hostile_text_is_shown_as_text_among_the_suggestions():
    letter = make_draft("原文。")
    after = press(letter, "preview", body="<b>甲,乙</b>\r\n<script>,</script>")
    assert "<b>甲" not in after.text
    assert "&lt;b&gt;甲<del>,</del>" in after.text


def test_a_body_too_long_is_refused_with_its_count_and_nothing_is_lost():
    letter = make_draft("原文。")
    long = "长" * 50_123
    after = press(letter, "save", body=long)
    assert "正文共 50,123 字，最多 50,000 字" in after.text
    assert "请删减 123 字" in after.text
    assert long in after.text
    assert Letter.objects.get().body == "原文。"


def test_a_title_too_long_to_set_is_told_at_its_field_with_its_count():
    letter = make_draft("原文。")
    after = press(letter, "save", body="写了很多。", title="长" * 80)
    assert "标题约 80 字，最多 76 字" in after.text
    assert "写了很多。" in after.text
    assert Letter.objects.get().body == "原文。"
    assert "标题共 201 字，最多 200 字" in press(letter, "save", title="长" * 201).text


def test_three_hundred_thousand_characters_are_refused_and_still_there():
    letter = make_draft("原文。")
    long = "长,\r\n" * 75_000
    after = press(letter, "adopt-all", body=long)
    assert "最多 50,000 字" in after.text
    assert body(after).count("长,") == 75_000


def test_the_desk_asks_the_database_as_often_for_many_suggestions(django_assert_max_num_queries):
    letter = make_draft("甲。")
    client, url = as_(letter.handling.officer), path("letter_desk", letter.handling)
    client.get(url)
    with django_assert_max_num_queries(100) as few:
        client.get(url)
    write(letter, body="甲,乙-丙。" * 30)
    with django_assert_max_num_queries(len(few)):
        client.get(url)
