"""并案: cases joined, parted, their text taken over; each refusal. Names and texts are invented."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from cixi_ip.models import Event
from proposals import actions
from proposals.models import Handling, Letter
from proposals.views.joining import suggestions
from tests.makers import make_user
from tests.proposals.makers import make_draft, make_handling, make_issued, make_session, write
from tests.proposals.pages import as_, path, said

pytestmark = pytest.mark.django_db
TITLES = ("关于设立知识产权服务站的建议", "关于增设知识产权服务站的建议")


@pytest.fixture
def pair() -> tuple[Handling, Handling]:
    first, second = (make_handling(title=title) for title in TITLES)
    return first, second


@pytest.fixture
def drafts() -> tuple[Letter, Letter]:
    """(main, joined), both being written by one officer."""
    officer = make_user("经办人")
    main = make_draft("主件的正文。\n第二段。", by=officer, title=TITLES[0])
    joined = make_draft("", by=officer, title=TITLES[1])
    actions.join(by=officer, handling=joined.handling, to=main.handling)
    joined.refresh_from_db()
    return main, joined


def kinds(handling: Handling) -> list[str]:
    rows = Event.objects.filter(
        subject_type="proposals.handling", subject_id=str(handling.pk)
    ).order_by("pk")
    return [row.kind for row in rows]


@pytest.mark.parametrize("role", ["经办人", "科室负责人", "办公室"])
def test_cases_are_joined_and_parted_with_a_record_on_both(pair, role: str):
    main, joined = pair
    user = make_user(role)
    actions.join(by=user, handling=joined, to=main)
    assert joined.joined_to == main
    assert list(main.joined.all()) == [joined]
    actions.part(by=user, handling=joined)
    assert joined.joined_to is None
    assert kinds(joined)[-2:] == ["并案", "取消并案"]
    assert kinds(main)[-2:] == ["并入别件", "并入的件已取消"]


@pytest.mark.parametrize("role", ["读者", "局领导", "录入员"])
def test_other_roles_do_not_join(pair, role: str):
    with pytest.raises(PermissionDenied):
        actions.join(by=make_user(role), handling=pair[1], to=pair[0])
    with pytest.raises(PermissionDenied):
        actions.part(by=make_user(role), handling=pair[1])


def test_cases_are_joined_one_deep(pair):
    main, joined = pair
    third, office = make_handling(), make_user("办公室")
    actions.join(by=office, handling=joined, to=main)
    for handling, to, message in (
        (third, joined, "请直接并入那一件"),
        (main, third, "已有别的件并入"),
        (joined, third, "请先取消并案"),
        (third, third, "不能并入自己"),
    ):
        with pytest.raises(ValidationError, match=message):
            actions.join(by=office, handling=handling, to=to)
    assert Handling.objects.exclude(joined_to=None).count() == 1


def test_what_is_over_or_not_answered_is_not_joined(pair):
    office = make_user("办公室")
    inform = make_handling(role="参阅")
    with pytest.raises(ValidationError, match="参阅件"):
        actions.join(by=office, handling=inform, to=pair[0])
    Handling.objects.filter(pk=pair[0].pk).update(state="closed")
    for handling, to in (pair, reversed(pair)):
        with pytest.raises(ValidationError, match="只有在办的件"):
            actions.join(by=office, handling=handling, to=to)
    with pytest.raises(ValidationError, match="没有并入别件"):
        actions.part(by=office, handling=pair[1])


def test_the_body_alone_is_taken_over(drafts):
    main, joined = drafts
    before = (joined.title, joined.addressee, joined.edition)
    officer = joined.handling.officer
    actions.copy_text(by=officer, handling=joined.handling, seen_edition=joined.edition)
    joined.refresh_from_db()
    assert joined.body == main.body
    assert (joined.title, joined.addressee, joined.edition - 1) == before
    assert kinds(joined.handling)[-2:] == ["保存草稿", "取用主件正文"]
    main.refresh_from_db()
    assert main.edition == 2


def test_text_is_not_taken_over_what_somebody_saved_meanwhile(drafts):
    _main, joined = drafts
    seen = joined.edition
    write(joined, body="刚写的一段。")
    with pytest.raises(ValidationError) as refused:
        actions.copy_text(by=joined.handling.officer, handling=joined.handling, seen_edition=seen)
    assert refused.value.code == "stale"
    joined.refresh_from_db()
    assert joined.body == "刚写的一段。"


def test_text_is_taken_over_only_by_the_officer_while_it_is_written(drafts):
    main, joined = drafts
    edition, handling = joined.edition, joined.handling
    for user in (make_user("经办人"), make_user("科室负责人"), make_user("读者")):
        with pytest.raises(PermissionDenied):
            actions.copy_text(by=user, handling=handling, seen_edition=edition)
    officer = handling.officer
    with pytest.raises(ValidationError, match="没有并入别件"):
        actions.copy_text(by=officer, handling=main.handling, seen_edition=main.edition)
    write(main, body="")
    with pytest.raises(ValidationError, match="还没有正文"):
        actions.copy_text(by=officer, handling=handling, seen_edition=edition)
    Handling.objects.filter(pk=handling.pk).update(state="section")
    with pytest.raises(ValidationError, match="不能再改"):
        actions.copy_text(by=officer, handling=handling, seen_edition=edition)


def test_suggested_are_open_cases_of_the_session_with_like_titles(pair):
    other_year = make_session("往年会议", year=2021)
    make_handling(title=TITLES[0], session=other_year)
    make_handling(title="关于打击假冒商品的建议")
    closed = make_handling(title="关于设立知识产权服务站点的建议")
    assert {row for row, _why in suggestions(pair[1])} == {closed, pair[0]}
    Handling.objects.filter(pk=closed.pk).update(state="closed")
    assert [row for row, _why in suggestions(pair[1])] == [pair[0]]
    assert "知识产权服务站" in suggestions(pair[1])[0][1].words


def test_the_page_joins_by_choice_and_by_number(pair):
    main, joined = pair
    client = as_(make_user("经办人"))
    page = client.get(path("proposal_join", joined))
    assert TITLES[0] in page.content.decode()
    again = client.post(path("proposal_join", joined), {"main": main.pk}, follow=True)
    assert "已核对内容相同" in said(again)
    done = client.post(
        path("proposal_join", joined), {"main": main.pk, "confirmed": "1"}, follow=True
    )
    assert "分别答复" in said(done)
    assert main.proposal.reference in done.content.decode()
    other = client.get(path("proposal_detail", main)).content.decode()
    assert joined.proposal.reference in other
    assert "不能再并入" in client.get(path("proposal_join", joined)).content.decode()
    third = make_handling()
    number = f"第{main.proposal.number}号"
    client.post(path("proposal_join", third), {"number": number, "confirmed": "1"})
    third.refresh_from_db()
    assert third.joined_to == main
    for data in ({"number": "99999"}, {"number": "x"}, {"main": "0"}, {}):
        fourth = make_handling()
        refused = client.post(
            path("proposal_join", fourth), {**data, "confirmed": "1"}, follow=True
        )
        assert said(refused)
        fourth.refresh_from_db()
        assert fourth.joined_to is None


def test_the_page_parts_and_takes_text_over_when_confirmed(drafts):
    main, joined = drafts
    client = as_(joined.handling.officer)
    page = client.get(path("proposal_detail", joined.handling)).content.decode()
    assert f"取用主件正文（{len(main.body)} 字）" in page
    data = {"seen_edition": joined.edition}
    refused = client.post(path("letter_copy_text", joined.handling), data, follow=True)
    assert "请勾选确认" in said(refused)
    done = client.post(
        path("letter_copy_text", joined.handling), data | {"confirmed": "1"}, follow=True
    )
    assert "称谓" in said(done)
    joined.refresh_from_db()
    assert joined.body == main.body
    stale = client.post(
        path("letter_copy_text", joined.handling), data | {"confirmed": "1"}, follow=True
    )
    assert "已被保存过" in said(stale)
    assert "请勾选" in said(client.post(path("proposal_part", joined.handling), follow=True))
    client.post(path("proposal_part", joined.handling), {"confirmed": "1"})
    assert Handling.objects.get(pk=joined.handling.pk).joined_to is None


def test_readers_see_who_is_joined_but_no_draft_and_no_buttons(drafts):
    _main, joined = drafts
    page = as_(make_user("读者")).get(path("proposal_detail", joined.handling)).content.decode()
    assert "本件并入主件" in page
    assert "取用主件正文" not in page
    assert "取消并案" not in page
    assert "主件的正文" not in page


@pytest.mark.parametrize("name", ["proposal_join", "proposal_part", "letter_copy_text"])
def test_doors_are_closed_to_others(client, pair, name: str):
    address = path(name, pair[1])
    assert "login" in client.post(address, {"confirmed": "1"})["Location"]
    assert as_(make_user("读者")).post(address, {"confirmed": "1"}).status_code == 403
    assert as_(make_user("录入员")).post(address, {"confirmed": "1"}).status_code == 403
    if name != "proposal_join":
        assert as_(make_user("经办人")).get(address).status_code == 405


def test_a_signed_main_case_lends_its_text(drafts):
    issued = make_issued("已签发的正文。")
    joined = drafts[1]
    officer, handling = joined.handling.officer, joined.handling
    actions.part(by=officer, handling=handling)
    actions.join(by=officer, handling=handling, to=issued.letter.handling)
    actions.copy_text(by=officer, handling=handling, seen_edition=joined.edition)
    joined.refresh_from_db()
    assert joined.body == "已签发的正文。"
