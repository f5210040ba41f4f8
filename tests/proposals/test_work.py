"""What waits for whom, how urgent it is, and that it is gone once it is done."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cixi_ip.models import User
from proposals import actions
from proposals.deadlines import Light
from proposals.models import Commitment, Feedback, Handling, OtherUnit, Publication, Round
from proposals.work import Work, waiting_for
from tests.makers import make_stand_in, make_user
from tests.proposals.makers import (
    make_awaiting,
    make_delivered,
    make_department,
    make_draft,
    make_handling,
    make_issued,
    make_submitted,
    pass_reviews,
)
from tests.proposals.many import Many, everyone
from tests.proposals.pages import as_

pytestmark = pytest.mark.django_db
URL = "/proposals/mine/"


def waiting(user: User, day: date | None = None) -> list[Work]:
    # A request asks of a user object of its own, which remembers no permissions of another.
    return waiting_for(User.objects.get(pk=user.pk), day or today())


def today() -> date:
    return timezone.localdate()


def whats(user: User) -> list[str]:
    return [work.what for work in waiting(user)]


def of_(issued: object) -> Handling:
    return Handling.objects.get(pk=issued.letter.round.handling_id)


def test_each_step_waits_for_the_role_that_makes_it():
    office, officer = make_user("办公室"), make_user("经办人")
    head, leader = make_user("科室负责人"), make_user("局领导")
    handling = make_handling(is_accepted=False)
    assert whats(office) == ["签收"]
    actions.accept(by=office, handling=handling, received_on=today())
    assert whats(office) == ["分办"]
    actions.assign(by=office, handling=handling, department=make_department(), officer=officer)
    assert (whats(office), whats(officer)) == ([], ["拟稿"])
    letter = actions.take(by=officer, handling=Handling.objects.get(pk=handling.pk))
    letter.body = "现提出如下意见。"
    actions.save_draft(by=officer, letter=letter, seen_edition=letter.edition)
    handling = Handling.objects.get(pk=handling.pk)
    actions.submit(by=officer, handling=handling)
    assert (whats(officer), whats(head), whats(office)) == ([], ["科室核稿"], [])
    pass_reviews(handling, to="office")
    assert (whats(head), whats(office), whats(leader)) == ([], ["办公室审核"], [])
    pass_reviews(handling)
    assert (whats(office), whats(leader)) == ([], ["签发"])


def test_after_signing_the_office_has_the_next_steps():
    office = make_user("办公室")
    handling = of_(make_issued())
    assert whats(office) == ["用印登记"]
    actions.seal(by=office, handling=handling, sealed_on=today(), copies=3)
    assert whats(office) == ["送达"]
    actions.deliver(by=office, handling=handling, delivered_on=today(), delivery="公文系统")
    assert whats(office) == ["办结"]
    actions.close(by=office, handling=Handling.objects.get(pk=handling.pk))
    assert whats(office) == []


def test_a_returned_draft_comes_back_with_its_reason():
    handling = make_awaiting()
    actions.send_back(by=make_user("局领导"), handling=handling, reason="请写明口径")
    (work,) = waiting(handling.officer)
    assert (work.what, work.why) == ("修改稿件", "被退回：请写明口径")
    assert work.url == reverse("letter_desk", kwargs={"proposal": handling.proposal_id})


def test_nobody_is_asked_to_review_what_they_wrote():
    both = make_user("经办人", "科室负责人")
    make_submitted(by=both)
    assert whats(both) == []
    assert whats(make_user("科室负责人")) == ["科室核稿"]


def test_a_section_has_its_own_reviews_only():
    make_submitted()
    assert whats(make_user("科室负责人", department=make_department())) == ["科室核稿"]
    assert whats(make_user("科室负责人", department=make_department("别的科"))) == []


def test_a_case_without_officer_waits_for_its_section():
    make_handling()
    own, other = make_department(), make_department("别的科")
    assert whats(make_user("经办人", department=own)) == ["承办"]
    assert whats(make_user("科室负责人", department=own)) == ["指定经办人"]
    assert whats(make_user("经办人", department=other)) == []


def test_a_deputy_finds_the_work_of_the_absent():
    handling = make_draft().handling
    deputy = make_user("读者")
    assert whats(deputy) == []
    make_stand_in(handling.officer, deputy)
    assert whats(deputy) == ["拟稿"]


def test_who_only_reads_has_nothing_to_do_and_costs_nothing(django_assert_num_queries):
    make_handling(is_accepted=False)
    reader = make_user("读者")
    reader.has_perm("proposals.view_handling")
    with django_assert_num_queries(0):
        assert waiting_for(reader, today()) == []


def test_a_received_answer_waits_for_what_its_receivers_say():
    office = make_user("办公室")
    handling = make_delivered(role="主办")
    found = {work.what: work for work in waiting(office)}
    assert found["录入征询意见"].day == handling.round.receipt_due_on
    assert "录入征询意见" in whats(handling.officer)
    said = Feedback(attitude="满意", result="不满意", reason="还没有做", received_on=today())
    actions.record_feedback(by=office, handling=handling, feedback=said)
    found = {work.what: work for work in waiting(office)}
    assert found["重新办理"].is_pressing
    assert "录入征询意见" not in whats(handling.officer)


def test_a_receipt_that_never_came_lets_the_office_close():
    handling = make_delivered(role="主办")
    Round.objects.update(receipt_due_on=today() - timedelta(days=1))
    assert "办结" in whats(make_user("办公室"))
    assert "录入征询意见" in whats(handling.officer)


def test_other_units_are_chased_when_their_day_is_near_or_over():
    handling = make_draft(role="主办").handling
    unit = OtherUnit(unit="某局", role="协办", asked_on=today() - timedelta(days=20))
    actions.add_unit(by=handling.officer, handling=handling, unit=unit)
    OtherUnit.objects.update(due_on=today() + timedelta(days=40))
    assert whats(handling.officer) == ["拟稿"]
    OtherUnit.objects.update(due_on=today() - timedelta(days=2))
    work = waiting(handling.officer)[0]
    assert (work.what, work.standing.label) == ("催收协办意见", "逾期2天")
    actions.waive_opinion(by=handling.officer, unit=unit, reason="已催办两次")
    assert whats(handling.officer) == ["拟稿"]


def test_publication_waits_for_a_second_person():
    issued = make_issued(role="主办")
    drafter = issued.drafted_by
    publication = Publication.objects.get()
    office = make_user("办公室")
    (work,) = [work for work in waiting(office) if work.key.startswith("publication")]
    assert (work.what, work.day) == ("审查公开文本", publication.due_on)
    drafter.groups.set(office.groups.all())
    assert not [work for work in waiting(drafter) if work.key.startswith("publication")]
    actions.check_publication(by=office, publication=publication, seen=publication.text)
    assert "公开答复" in whats(office)
    actions.publish(by=office, publication=publication, published_on=today(), place="局门户网站")
    assert not [work for work in waiting(office) if work.key.startswith("publication")]


def test_promises_wait_for_the_drafter_and_then_for_their_owner():
    issued = make_issued("下一步，我局将在2027年6月底前建成维权援助站点。")
    officer, owner = issued.drafted_by, make_user("经办人")
    (work,) = [work for work in waiting(officer) if work.what == "确认承诺"]
    assert "1 处承诺" in work.why
    promise = Commitment.objects.get()
    promise.owner, promise.due_on = owner, date(2027, 6, 30)
    actions.confirm(by=officer, commitment=promise)
    assert "确认承诺" not in whats(officer)
    (work,) = waiting(owner)
    assert (work.what, work.day) == ("落实承诺", date(2027, 6, 30))
    actions.settle_commitment(by=owner, commitment=promise, is_kept=True, outcome="已建成")
    assert waiting(owner) == []


def test_a_case_that_nobody_accepted_is_counted_from_its_assignment():
    make_handling(role="主办", is_accepted=False, assigned_on=date(2026, 1, 8))
    (work,) = waiting(make_user("办公室"), date(2026, 4, 12))
    assert (work.day, work.standing.label) == (date(2026, 4, 8), "逾期4天")


@pytest.mark.parametrize(
    ("days", "light", "is_urgent"),
    [
        (-3, Light.OVERDUE, True),
        (0, Light.TODAY, True),
        (7, Light.NEAR, True),
        (60, Light.NORMAL, False),
    ],
)
def test_the_light_is_derived_from_the_day(days, light, is_urgent):
    handling = make_draft().handling
    Round.objects.update(due_on=today() + timedelta(days=days))
    (work,) = waiting(handling.officer)
    assert (work.standing.light, work.is_urgent) == (light, is_urgent)


def test_the_most_urgent_comes_first():
    officer = make_user("经办人")
    for number, days in ((1, 30), (2, -5), (3, 0)):
        handling = make_draft(by=officer, number=number).handling
        Round.objects.filter(handling=handling).update(due_on=today() + timedelta(days=days))
    handling = make_draft(by=officer, number=4).handling
    Round.objects.filter(handling=handling).update(due_on=None)
    assert [work.reference[-5:] for work in waiting(officer)] == [
        "第2号建议", "第3号建议", "第1号建议", "第4号建议",
    ]  # fmt: skip


def test_an_extended_case_is_not_overdue():
    handling = make_draft(role="主办", assigned_on=today() - timedelta(days=100)).handling
    (work,) = waiting(handling.officer)
    assert work.standing.light is Light.OVERDUE
    actions.extend(
        by=make_user("办公室"),
        handling=handling,
        extended_to=today() + timedelta(days=40),
        note="经交办机关同意",
    )
    (work,) = waiting(handling.officer)
    assert work.standing.light is Light.NORMAL


def test_the_page_shows_the_work_with_its_light():
    handling = make_draft().handling
    Round.objects.update(due_on=today() - timedelta(days=3))
    text = as_(handling.officer).get(URL).text
    assert "逾期3天" in text
    assert handling.proposal.reference in text
    assert "须尽快办（1）" in text


def test_the_page_says_when_nothing_waits():
    assert "没有等您办理的事项" in as_(make_user("读者")).get(URL).text


def test_the_page_is_for_readers_of_proposals_only():
    assert Client().get(URL).url.startswith("/login/")
    assert as_(make_user("系统管理员")).get(URL).status_code == 403
    assert as_(make_user("经办人")).post(URL).status_code == 405


def test_any_number_of_cases_costs_the_same_queries():
    people = everyone()

    def cost() -> dict[str, int]:
        found = {}
        for role, user in people.items():
            user = User.objects.get(pk=user.pk)
            with CaptureQueriesContext(connection) as seen:
                waiting_for(user, today())
            found[role] = len(seen)
        return found

    many = Many(400)
    people["经办人"] = many.officers[0]
    few = cost()
    many.make(1200)
    assert cost() == few
    assert max(few.values()) <= 14
