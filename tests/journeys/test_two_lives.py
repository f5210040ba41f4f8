"""Two cases from intake to archive in the browser: No. 220, and an answer of our own."""

from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from cixi_ip.models import Event
from proposals.models import Commitment, Contact, Handling, IssuedLetter, OtherUnit
from tests.browser import assert_accessible
from tests.journeys.bureau import Bureau, OpenPage, explain_doubts, fill, said, state

pytestmark = pytest.mark.browser
ANSWER = (
    "您提出的关于加强某项服务的建议收悉，现答复如下：\n"
    "一、加强培训。我局已举办培训班，面向企业讲解政策。\n"
    "二、建立联动机制。我局与有关部门建立了联席会议制度。\n"
    "三、下一步工作。我局将在年底前走访企业30家。\n"
    "感谢您对知识产权工作的关心和支持。"
)
SECOND_ANSWER = ANSWER.replace("我局已举办培训班", "我局已于九月举办培训班5期").replace(
    "三、下一步工作。我局将在年底前走访企业30家。\n", ""
)


@pytest.fixture
def bureau(open_page: OpenPage) -> Bureau:
    return Bureau(open_page)


def test_an_opinion_for_the_lead_unit_from_intake_to_archive(bureau: Bureau):
    call_command("load_proposals", verbosity=0)
    handling = Handling.objects.get()
    path = f"/proposals/{handling.proposal_id}/"
    bureau.is_refused("reader", f"{path}letter/")
    bureau.is_refused("chief", f"{path}sign/")

    page = bureau.go("office", f"{path}moves/assign/")
    assert_accessible(page)
    bureau.send("office", f"{path}moves/assign/", "分办", department="知识产权科", officer="经办某")
    assert state(handling) == "assigned"
    desk = bureau.send("officer", path, "承办")
    explain_doubts(desk)
    desk.get_by_role("button", name="保存并送审").click()
    expect(desk).to_have_url(f"{desk.url.split('/proposals/')[0]}{path}")
    assert state(handling) == "section"
    assert_accessible(desk)

    bureau.is_refused("officer", f"{path}review/")
    bureau.is_refused("deputy", f"{path}review/")
    page = bureau.go("head", f"{path}review/")
    said(page, "市科技局")
    assert_accessible(page)
    bureau.review("head", path)
    bureau.review("office", path)
    assert state(handling) == "deputy"
    bureau.review("deputy", path)
    page = bureau.send("chief", f"{path}sign/", "签发")
    issued = IssuedLetter.objects.get()
    said(page, issued.reference)
    assert (issued.addressee, issued.signed_by) == ("市科技局", bureau.users["chief"])
    assert len(issued.figures) == 23

    today = f"{timezone.localdate():%Y-%m-%d}"
    bureau.send(
        "office", f"{path}moves/seal/", "登记用印", sealed_on=today, copies="6", confirm=True
    )
    bureau.send(
        "office",
        f"{path}moves/deliver/",
        "登记送达",
        delivered_on=today,
        delivery="公文交换",
        confirm=True,
    )
    assert state(handling) == "delivered"
    dismiss_all(bureau, path)
    bureau.send("office", f"{path}moves/close/", "办结", confirm=True)
    bureau.send("office", f"{path}moves/archive/", "归档", confirm=True)
    assert state(handling) == "archived"
    assert replayed(handling) == "archived"
    page = bureau.go("reader", path)
    said(page, "已归档")
    assert_accessible(page)


def dismiss_all(bureau: Bureau, path: str) -> None:
    """Say of each sentence found that it is no promise; at least one was found."""
    found = Commitment.objects.filter(state="proposed")
    assert found.exists()
    page = bureau.go("officer", f"{path}commitments/")
    assert_accessible(page)
    while found.exists():
        before = found.count()
        form = page.locator("form:has(button[value='dismiss'])").first
        form.locator("input:visible, textarea:visible").first.fill("一般性表态，没有可核对的事项")
        form.get_by_role("button", name="不算承诺").click()
        assert found.count() == before - 1


def replayed(handling: Handling) -> str:
    """The state as the events alone tell it."""
    events = Event.objects.filter(
        subject_type="proposals.handling", subject_id=str(handling.pk)
    ).order_by("pk")
    return [event.detail["state"] for event in events if "state" in event.detail][-1]


def register(bureau: Bureau) -> Handling:
    """An answer of our own, by the form of intake, assigned a month ago."""
    assigned_on = timezone.localdate() - timedelta(days=20)
    page = bureau.go("office", "/proposals/register/")
    assert_accessible(page)
    fill(
        page,
        number="35",
        title="关于加强某项服务的建议",
        text="一、建议加强培训。\n二、建议建立联动机制。",
        assigned_by="市人大常委会办公室",
        assigned_on=f"{assigned_on:%Y-%m-%d}",
        lead_unit="慈溪市市场监督管理局",
        role="主办",
    )
    page.locator("main [name$='-name']").first.fill("甲某")
    asks = page.locator("main [name='asks']")
    asks.fill("加强培训\n建立联动机制")
    page.get_by_role("button", name="登记", exact=True).click()
    # The page may ask to look at a similar case first.
    if not Handling.objects.exclude(proposal__number=220).exists():
        page.get_by_role("button", name="登记", exact=False).last.click()
    return Handling.objects.get(proposal__number=35)


def write_answer(bureau: Bureau, path: str, body: str) -> Page:
    desk = bureau.go("officer", f"{path}letter/")
    fill(desk, body=body)
    desk.locator("main [name='class_mark']").select_option(value="A")
    fill(desk, disclosure="主动公开")
    desk.get_by_role("button", name="保存", exact=True).click()
    explain_doubts(desk)
    desk.get_by_role("button", name="保存并送审").click()
    return desk


def answer_asks(bureau: Bureau, path: str) -> None:
    page = bureau.go("officer", f"{path}asks/")
    assert_accessible(page)
    for field in page.locator("main [name$='-answer']").all()[:2]:
        field.fill("已经办理，见答复正文")
    page.get_by_role("button", name="保存", exact=False).first.click()


def talk(bureau: Bureau, path: str) -> None:
    page = bureau.send(
        "officer",
        f"{path}contacts/new/",
        "记下",
        way="当面商谈",
        with_whom="甲某",
        our_people="经办某",
        content="当面听取了意见。",
    )
    said(page, "沟通记录已记下")


def collect(bureau: Bureau, path: str, handling: Handling) -> None:
    """Two units asked; one answers, the other's opinion goes back once and comes again."""
    today = f"{timezone.localdate():%Y-%m-%d}"
    for unit in ("市科技局", "市商务局"):
        bureau.send("officer", f"{path}units/new/", "登记", unit=unit, asked_on=today)
    first, second = OtherUnit.objects.filter(handling=handling)
    assert first.due_on is not None
    for unit in (first, second):
        bureau.send(
            "officer", f"{path}units/{unit.pk}/receive/", "登记", opinion="同意，已列入计划。"
        )
    bureau.send("officer", f"{path}units/{second.pk}/return/", "退回", reason="没有实质内容")
    second.refresh_from_db()
    assert (second.received_on, second.return_reason) == (None, "没有实质内容")
    bureau.send(
        "officer", f"{path}units/{second.pk}/receive/", "登记", opinion="已安排专人，下月起办理。"
    )


def seal_and_deliver(bureau: Bureau, path: str) -> None:
    today = f"{timezone.localdate():%Y-%m-%d}"
    bureau.send(
        "office", f"{path}moves/seal/", "登记用印", sealed_on=today, copies="6", confirm=True
    )
    bureau.send(
        "office",
        f"{path}moves/deliver/",
        "登记送达",
        delivered_on=today,
        delivery="当面送交",
        confirm=True,
    )


def rate(bureau: Bureau, path: str, result: str, reason: str = "") -> None:
    page = bureau.go("office", f"{path}feedback/new/")
    assert_accessible(page)
    fill(page, proposer="甲某", attitude="满意", result=result, reason=reason)
    page.get_by_role("button", name="录入", exact=True).click()


def test_an_answer_with_two_units_extension_return_and_another_round(
    bureau: Bureau, tmp_path: object
):
    call_command("load_proposals", verbosity=0)
    handling = register(bureau)
    path = f"/proposals/{handling.proposal_id}/"
    bureau.is_refused("officer", f"{path}moves/accept/")
    bureau.is_refused("office", f"{path}moves/assign/")
    bureau.send(
        "office",
        f"{path}moves/accept/",
        "签收（选了科室的同时分办）",
        department="知识产权科",
        officer="经办某",
    )
    assert state(handling) == "assigned"
    assert handling.addressee == "甲某代表"

    bureau.send("officer", path, "承办")
    original = handling_round(handling).due_on
    assert original is not None
    page = bureau.send(
        "office",
        f"{path}extend/",
        "延期",
        extended_to=f"{original + timedelta(days=400):%Y-%m-%d}",
        note="市人大常委会代表工委同意",
    )
    said(page, "延期最迟到")
    later = original + timedelta(days=30)
    fill(page, extended_to=f"{later:%Y-%m-%d}")
    page.get_by_role("button", name="延期", exact=True).click()
    assert handling_round(handling).due_on == later

    page = write_answer(bureau, path, ANSWER)
    said(page, "还没有沟通记录")
    assert state(handling) == "drafting"
    talk(bureau, path)
    answer_asks(bureau, path)
    collect(bureau, path, handling)
    bureau.is_refused("chief", f"{path}sign/")
    write_answer(bureau, path, ANSWER)
    assert state(handling) == "section"

    bureau.review("head", path)
    bureau.send("office", f"{path}review/", "退回", reason="第三条请写明走访的时间")
    assert state(handling) == "returned"
    page = bureau.go("officer", f"{path}letter/")
    said(page, "第三条请写明走访的时间")
    write_answer(bureau, path, ANSWER.replace("在年底前", f"在{timezone.localdate().year}年底前"))
    for who in ("head", "office", "deputy"):
        bureau.review(who, path)
    assert state(handling) == "awaiting"

    stale_page_is_refused(bureau, path, handling)
    page = bureau.send("chief", f"{path}sign/", "签发")
    first = IssuedLetter.objects.get()
    said(page, first.reference)
    seal_and_deliver(bureau, path)
    bureau.go("office", f"{path}moves/close/")
    said(bureau.pages["office"], "征询意见还没有收到")
    rate(bureau, path, "不满意", "没有写明完成时间")
    bureau.go("office", f"{path}moves/close/")
    said(bureau.pages["office"], "请重新办理")

    page = bureau.go("office", f"{path}rehandle/")
    assert_accessible(page)
    bureau.send("office", f"{path}rehandle/", "重新办理", note="写明完成时间")
    assert state(handling) == "drafting"
    again = handling_round(handling)
    assert (again.number, again.kind) == (2, "重新")
    assert again.due_on is not None
    assert again.due_on >= timezone.localdate() + timedelta(days=28)
    page = write_answer(bureau, path, SECOND_ANSWER)
    said(page, "还没有沟通记录")
    talk(bureau, path)
    write_answer(bureau, path, SECOND_ANSWER)
    for who in ("head", "office", "deputy"):
        bureau.review(who, path)
    bureau.send("chief", f"{path}sign/", "签发")
    assert IssuedLetter.objects.count() == 2
    seal_and_deliver(bureau, path)
    rate(bureau, path, "满意")
    dismiss_all(bureau, path)
    bureau.send("office", f"{path}moves/close/", "办结", confirm=True)
    assert state(handling) == "closed"
    bureau.send("office", f"{path}moves/archive/", "归档", confirm=True)
    assert (state(handling), replayed(handling)) == ("archived", "archived")
    assert Contact.objects.filter(round__handling=handling).count() == 2
    first.refresh_from_db()
    assert first.is_intact
    page = bureau.go("office", path)
    assert_accessible(page)
    with page.expect_download() as download:
        page.locator(f"a[href='{path}package.zip']").first.click()
    package = f"{tmp_path}/package.zip"
    download.value.save_as(package)
    call_command("verify_archive", package)
    with ZipFile(package) as archive:
        assert sum(name.endswith(".pdf") for name in archive.namelist()) >= 2


def handling_round(handling: Handling):
    handling.refresh_from_db()
    return handling.round


def stale_page_is_refused(bureau: Bureau, path: str, handling: Handling) -> None:
    """A signer who looked before the letter came back changed must look again."""
    signer = bureau.go("chief", f"{path}sign/")
    bureau.send("drafting_leader", f"{path}sign/", "退回", reason="请再核对一次数字")
    signer.get_by_role("button", name="签发", exact=True).click()
    expect(signer.locator(".message-error").first).to_be_visible()
    assert state(handling) == "returned"
    assert not IssuedLetter.objects.exists()
    write_answer(bureau, path, ANSWER.replace("在年底前", f"在{timezone.localdate().year}年底前"))
    for who in ("head", "office", "deputy"):
        bureau.review(who, path)


def test_who_drafted_never_signs_whatever_roles_he_holds(bureau: Bureau):
    call_command("load_proposals", verbosity=0)
    handling = Handling.objects.get()
    path = f"/proposals/{handling.proposal_id}/"
    desk = bureau.send("drafting_leader", path, "承办")
    explain_doubts(desk)
    desk.get_by_role("button", name="保存并送审").click()
    bureau.review("head", path)
    bureau.review("office", path)
    bureau.is_refused("drafting_leader", f"{path}review/")
    bureau.review("deputy", path)
    assert state(handling) == "awaiting"
    bureau.is_refused("drafting_leader", f"{path}sign/")
    assert not IssuedLetter.objects.exists()
