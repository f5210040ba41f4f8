"""The page of a case and its desk: what each visitor sees, what is missing, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cixi_ip.models import Event
from proposals import actions
from proposals.models import Contact, IssuedLetter, OtherUnit, Proposer
from proposals.workflow import S
from tests.makers import make_user
from tests.proposals.makers import make_draft, make_handling, make_submitted, write
from tests.proposals.moving import make_in
from tests.proposals.pages import as_, path, send

pytestmark = pytest.mark.django_db


def test_earlier_letters_stay_readable_in_a_new_round():
    handling = make_in(S.TRACKING)
    first = IssuedLetter.objects.get()
    send(handling.officer, handling, "answer_again")
    reader = as_(make_user("读者"))
    page = reader.get(path("proposal_detail", handling)).text
    assert "以前各轮的公文" in page
    assert first.reference in page
    assert reader.get(path("letter_pdf", handling)).status_code == 403
    pdf = reader.get(path("letter_pdf", handling) + "?round=1")
    assert pdf.content == bytes(first.pdf)
    assert first.sha256 in reader.get(path("letter_verify", handling) + "?round=1").text
    for wrong in ("9", "甲", "-1"):
        assert reader.get(path("letter_pdf", handling) + f"?round={wrong}").status_code == 404


def test_phones_of_proposers_are_for_those_who_deal_with_them():
    office = make_user("办公室")
    handling = make_handling()
    actions.amend(
        by=office,
        proposal=handling.proposal,
        proposers=[Proposer(name="甲代表", phone="0574-00000000", address="某镇某村")],
    )
    assert "0574-00000000" in as_(office).get(path("proposal_detail", handling)).text
    page = as_(make_user("读者")).get(path("proposal_detail", handling)).text
    assert "甲代表" in page
    assert "0574-0000" not in page
    assert "某镇某村" not in page


def test_the_case_page_names_the_next_step_or_who_is_waited_for():
    handling = make_submitted(role="主办")
    head = as_(make_user("科室负责人")).get(path("proposal_detail", handling)).text
    assert f'href="{path("letter_review", handling)}">看稿审核</a>' in head
    reader = as_(make_user("读者")).get(path("proposal_detail", handling)).text
    assert "等待：科室核稿（科室负责人）" in reader or "科室负责人）" in reader
    assert "看稿审核" not in reader


def test_what_a_draft_lacks_is_listed_with_the_way_to_mend_it():
    handling = make_draft(role="主办").handling
    page = as_(handling.officer).get(path("proposal_detail", handling)).text
    assert "这一轮还没有沟通记录" in page
    assert f"{path('proposal_detail', handling)}#contacts" in page
    reader = as_(make_user("读者")).get(path("proposal_detail", handling))
    assert reader.context["conditions"] == []


def test_the_case_page_costs_the_same_with_a_long_history():
    handling = make_draft(role="主办").handling
    client, url = as_(handling.officer), path("proposal_detail", handling)
    client.get(url)

    def counted() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(url)
        return len(found)

    def deal(number: int) -> None:
        contact = Contact(
            day=timezone.localdate(),
            way="电话",
            with_whom=f"代表{number}",
            our_people="经办人",
            content="听取意见。",
        )
        actions.record_contact(by=handling.officer, handling=handling, contact=contact)
        unit = OtherUnit(unit=f"某局{number}", role="协办", asked_on=timezone.localdate())
        actions.add_unit(by=handling.officer, handling=handling, unit=unit)

    deal(0)
    few = counted()
    for number in range(1, 20):
        deal(number)
        write(handling.letter)
    assert Event.objects.count() > 40
    assert counted() == few
    page = client.get(url + "?events=2").text
    assert "第 2 页，共" in page


def test_the_desk_has_the_proposal_the_draft_and_the_help_side_by_side():
    letter = make_draft(role="主办", text="第一，建议加强保护。\n第二，建议加大奖励。")
    page = as_(letter.handling.officer).get(path("letter_desk", letter.handling)).text
    zones = ("source", "draft", "help")
    source, draft, help_ = (page.index(f'class="desk-{zone}"') for zone in zones)
    assert source < page.index("建议加大奖励") < draft < page.index("id_body") < help_
    assert page.index("数字体检") > help_
    assert ">B类（正在解决或者列入规划逐步解决）</option>" in page
    assert 'name="disclosure_reason"' in page


def test_the_desk_of_an_opinion_has_no_marks():
    letter = make_draft()
    page = as_(letter.handling.officer).get(path("letter_desk", letter.handling)).text
    for name in ("class_mark", "disclosure", "disclosure_reason"):
        assert f'name="{name}"' not in page
