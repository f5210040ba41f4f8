"""Rows of the registers of protection: what is refused, filled in, masked and told."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.timezone import localdate

from cixi_ip.models import Event
from stats import actions
from stats.models import AgencyAct
from stats.registers import REGISTERS
from stats.registers.protection import OFFICE, PROTECTION
from stats.registers.stories import story
from tests.stats import protection_rows as rows
from tests.stats.protection_rows import DAY
from tests.stats.register_rows import credit_code, make_enterprise, make_keeper, make_town, saved

pytestmark = pytest.mark.django_db
EARLIER, LATER = DAY - timedelta(1), DAY + timedelta(1)

REFUSED = {
    "campaign_order": lambda: [rows.campaign(ends_on=EARLIER)],
    "inspection_of_one": lambda: [
        rows.inspection(enterprise=make_enterprise(), place="生成市场"),
        rows.inspection(place=""),
    ],
    "inspection_finding": lambda: [
        rows.inspection(finding="没有登记簿"),
        rows.inspection(result="责令改正"),
    ],
    "case_order": lambda: [rows.case(opened_on=EARLIER)],
    "case_amount": lambda: [rows.case(amount=-1)],
    "ruling_due": lambda: [rows.ruling(due_on=EARLIER)],
    "ruling_end": lambda: [
        rows.ruling(decided_on=EARLIER, result="认定侵权"),
        rows.ruling(decided_on=LATER),
        rows.ruling(result="不侵权"),
    ],
    "evidence_of_one": lambda: [
        rows.evidence(holder=""),
        rows.evidence(enterprise=make_enterprise(), holder="测试某"),
    ],
    "rapid_case_order": lambda: [rows.rapid_case(closed_on=EARLIER)],
    "agency_end": lambda: [
        rows.agency(ended_on=DAY),
        rows.agency(end_reason="注销"),
        rows.agency(since=DAY, ended_on=EARLIER, end_reason="注销"),
    ],
    "agency_act_of_one": lambda: [
        rows.act(kind="无资质代理", unlicensed_name=""),
        rows.act(kind="无资质代理", agency=saved(rows.agency()), unlicensed_name="测试某"),
    ],
    "agency_act_on_agency": lambda: [rows.act(unlicensed_name="测试某")],
    "agency_act_reason": lambda: [rows.act(reason=""), rows.act(document="")],
}


def two_of_enterprise():
    firm = make_enterprise()
    return [rows.inspection(enterprise=firm) for _ in range(2)]


def two_decisions():
    opened = saved(rows.case(opened_on=DAY))
    return [rows.stage(opened, stage="决定") for _ in range(2)]


def two_of_agency():
    one = saved(rows.agency())
    return [rows.act(agency=one) for _ in range(2)]


TWICE = {
    "inspection_enterprise_once": two_of_enterprise,
    "inspection_place_once": lambda: [rows.inspection(place="生成市场") for _ in range(2)],
    "case_stage_once": two_decisions,
    "agency_credit_code_once": lambda: [rows.agency(credit_code=credit_code(5)) for _ in range(2)],
    "agency_act_once": two_of_agency,
    "agency_act_unlicensed_once": lambda: [
        rows.act(kind="无资质代理", unlicensed_name="测试某") for _ in range(2)
    ],
}


def test_every_constraint_has_its_case():
    kept = [register.model._meta.constraints for register in PROTECTION]
    assert {each.name for found in kept for each in found} == set(REFUSED) | set(TWICE)


def refused(record: models.Model, name: str):
    with pytest.raises(IntegrityError) as told, transaction.atomic():
        record.save()
    assert name in str(told.value) or "UNIQUE" in str(told.value)
    with pytest.raises(ValidationError):
        record.full_clean()


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_check_is_for_is_refused(name):
    for record in REFUSED[name]():
        refused(record, name)


@pytest.mark.parametrize("name", TWICE)
def test_a_second_one_is_refused(name):
    first, second = TWICE[name]()
    first.save()
    refused(second, name)


@pytest.mark.parametrize("make", [rows.case, rows.mediation, rows.ruling, rows.evidence])
def test_a_number_is_given_once(make):
    saved(make(number="生成1号"))
    with pytest.raises(ValidationError, match="已存在"):
        make(number="生成1号").full_clean()


def test_another_day_or_another_inquiry_is_taken():
    saved(rows.inspection(place="生成市场"))
    saved(rows.inspection(place="生成市场", day=LATER))
    opened = saved(rows.case())
    for day in (DAY, LATER):
        saved(rows.stage(opened, day=day))


class TestFilledIn:
    def test_the_town_is_that_of_whom_the_row_names(self):
        town, other = make_town(), make_town("330282003")
        firm = make_enterprise(town=town)
        assert saved(rows.inspection(enterprise=firm)).town == town
        assert saved(rows.evidence(enterprise=firm, town=other)).town == other
        assert saved(rows.act(agency=saved(rows.agency(town=town)))).town == town
        assert saved(rows.mediation()).town is None

    def test_it_stays_when_the_enterprise_moves(self):
        firm = make_enterprise(town=make_town())
        made = saved(rows.case(enterprise=firm))
        firm.town = make_town("330282003")
        firm.save()
        made.refresh_from_db()
        assert made.town.code == "330282002"

    def test_the_town_of_a_wrong_enterprise_goes_with_it(self):
        right = make_enterprise(town=make_town("330282003"))
        made = saved(rows.case(enterprise=make_enterprise(town=make_town())))
        made = type(made).objects.get()
        made.enterprise = right
        assert saved(made).town == right.town
        made = type(made).objects.get()
        made.enterprise = make_enterprise()
        assert saved(made).town is None

    def test_a_town_of_its_own_stays_whoever_is_named(self):
        made = rows.case(enterprise=make_enterprise(town=make_town()), town=make_town("330282003"))
        saved(made)
        made = type(made).objects.get()
        made.enterprise = make_enterprise(town=make_town("330282004"))
        assert saved(made).town.code == "330282003"


class TestInspections:
    def test_an_enterprise_typed_as_a_place_is_refused(self):
        make_enterprise("生成印刷厂")
        with pytest.raises(ValidationError, match="请改填在“企业”一栏"):
            rows.inspection(place="生成印刷厂").full_clean()

    def test_one_before_its_campaign_is_refused(self):
        made = saved(rows.campaign())
        with pytest.raises(ValidationError, match=r"早于这次专项行动的开始日（2022-05-10）"):
            rows.inspection(campaign=made, day=EARLIER).full_clean()
        saved(rows.inspection(campaign=made))

    def test_a_campaign_tells_visits_and_inspected_apart(self):
        made = saved(rows.campaign())
        for place, day in (("甲", DAY), ("甲", LATER), ("乙", DAY)):
            saved(rows.inspection(campaign=made, place=place, day=day))
        assert story(made, DAY).remark == "共检查 3 家次，2 家。"


class TestCases:
    def test_stage_and_story(self):
        made = saved(rows.case(opened_on=DAY))
        assert made.stage == "立案"
        saved(rows.stage(made, stage="决定", day=LATER, document="决定书"))
        saved(rows.stage(made, stage="结案", day=LATER))
        saved(rows.stage(made))
        told = [moment.what for moment in story(made, LATER).moments]
        assert told == ["结案", "决定", "调查", "立案", "线索"]
        assert made.stage == "结案"
        assert story(made, LATER).moments[1].detail == "决定书"

    def test_a_stage_to_come_is_not_where_it_stands(self):
        made = saved(rows.case(opened_on=DAY))
        saved(rows.stage(made, stage="结案", day=localdate() + timedelta(1)))
        assert made.stage == "立案"

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"stage": "决定"}, "还没有立案日"),
            ({"stage": "结案"}, "还没有立案日"),
            ({"day": EARLIER}, "早于这件案件的线索日期|早于案件的线索日期"),
        ],
    )
    def test_a_stage_before_its_time_is_refused(self, fields, words):
        made = saved(rows.case())
        with pytest.raises(ValidationError, match=words):
            rows.stage(made, **fields).full_clean()

    def test_what_was_opened_is_not_declined_nor_decided_before(self):
        made = saved(rows.case(found_on=EARLIER, opened_on=DAY))
        with pytest.raises(ValidationError, match="不能有“不予立案”"):
            rows.stage(made, stage="不予立案").full_clean()
        with pytest.raises(ValidationError, match="早于案件的立案日"):
            rows.stage(made, stage="决定", day=EARLIER).full_clean()

    def test_days_of_a_case_are_not_moved_past_its_stages(self):
        declined, decided = saved(rows.case()), saved(rows.case(opened_on=DAY))
        saved(rows.stage(declined, stage="不予立案"))
        saved(rows.stage(decided, stage="决定"))
        declined.opened_on = DAY
        with pytest.raises(ValidationError, match="已登记的“不予立案”"):
            declined.full_clean()
        for opened_on in (None, LATER):
            decided.opened_on = opened_on
            with pytest.raises(ValidationError, match="已登记的“决定”"):
                decided.full_clean()

    def test_its_mediation_and_ruling_are_in_its_story(self):
        made = saved(rows.case(opened_on=DAY))
        saved(rows.mediation(case=made))
        saved(rows.ruling(case=made, decided_on=LATER, result="认定侵权"))
        told = {moment.what for moment in story(made, LATER).moments}
        assert {"纠纷调解：达成协议", "行政裁决立案", "行政裁决：认定侵权"} <= told


def test_days_used():
    assert rows.rapid_case(closed_on=DAY + timedelta(30)).days_used == 30
    assert rows.rapid_case(accepted_on=localdate() - timedelta(7)).days_used == 7


class TestAgencies:
    def test_each_step_says_what_came_before(self):
        one = saved(rows.agency())
        steps = {
            kind: saved(rows.act(agency=one, kind=kind, day=DAY + timedelta(days)))
            for days, kind in enumerate(("约谈", "联合惩戒", "行政处罚"))
        }
        assert story(steps["约谈"], DAY).remark == ""
        assert story(steps["约谈"], DAY).moments == []
        told = story(steps["行政处罚"], DAY)
        assert ([moment.what for moment in told.moments], told.remark) == (
            ["联合惩戒", "行政约谈"],
            "",
        )
        assert len(story(one, DAY).moments) == 3

    def test_a_step_left_out_is_allowed_and_said(self):
        made = saved(rows.act(kind="行政处罚"))
        assert story(made, DAY).remark == "此前没有行政约谈、联合惩戒的记录，直接到了行政处罚。"
        later = saved(rows.act(kind="约谈", agency=made.agency, day=LATER))
        assert later.skipped() == ()
        assert [act.pk for act in later.before()] == [made.pk]
        assert not made.before().exists()

    def test_another_agency_is_another_story(self):
        saved(rows.act())
        assert not saved(rows.act(kind="联合惩戒", day=LATER)).before().exists()
        first = saved(rows.act(kind="无资质代理", unlicensed_name="测试某"))
        again = saved(rows.act(kind="无资质代理", unlicensed_name="测试某", day=LATER))
        assert (again.before().get(), again.skipped()) == (first, ())

    def test_an_agency_typed_as_one_without_a_licence_is_refused(self):
        one = saved(rows.agency())
        with pytest.raises(ValidationError, match="请改选“代理机构”"):
            rows.act(kind="无资质代理", unlicensed_name=one.name).full_clean()
        saved(rows.act(kind="无资质代理", agency=one))


class TestKeeping:
    def test_the_office_of_protection_keeps_them_all(self):
        assert {register.office for register in PROTECTION} == {OFFICE}
        by = make_keeper(office=OFFICE)
        assert actions.save_record(by=by, register=REGISTERS["cases"], record=rows.case()).pk
        with pytest.raises(PermissionDenied, match=f"由{OFFICE}维护"):
            actions.save_record(by=make_keeper(), register=REGISTERS["cases"], record=rows.case())

    @pytest.mark.parametrize(
        ("slug", "make"),
        [
            ("cases", lambda: rows.case(parties="测试某")),
            ("mediations", lambda: rows.mediation(parties="测试某")),
            ("rulings", lambda: rows.ruling(parties="测试某")),
            ("evidence", lambda: rows.evidence(holder="测试某")),
            ("rapid-cases", lambda: rows.rapid_case(applicant="测试某")),
            ("agency-acts", lambda: rows.act(kind="无资质代理", unlicensed_name="测试某")),
        ],
    )
    def test_no_person_is_in_the_record_of_acts(self, slug, make):
        by, register = make_keeper(office=OFFICE), REGISTERS[slug]
        made = actions.save_record(by=by, register=register, record=make())
        actions.remove_record(by=by, register=register, record=made, reason="登错了")
        for told in Event.objects.filter(kind__in=("新增登记", "删除登记")):
            assert "测试某" not in f"{told.detail}{told.subject_label}"
        assert Event.objects.filter(detail__register=slug).count() == 2

    def test_rows_of_merged_enterprises_go_along(self):
        kept, dropped = make_enterprise(), make_enterprise()
        for make in (rows.inspection, rows.case, rows.mediation, rows.ruling, rows.evidence):
            saved(make(enterprise=dropped))
        saved(rows.rapid_case(enterprise=dropped))
        moved = actions.merge_enterprises(
            by=make_keeper("科室负责人"), kept=kept, dropped=dropped, reason="同一企业"
        )
        assert moved == 6
        assert len(story(kept, date(2022, 12, 31), sees_people=True).moments) >= 6


def test_every_choice_is_said_in_chinese():
    for register in PROTECTION:
        for field in register.model._meta.concrete_fields:
            for _value, label in field.flatchoices:
                assert not str(label).isascii(), (register.slug, field.name, label)


def test_the_steps_escalate_in_order():
    assert [step.value for step in AgencyAct.STEPS] == ["约谈", "联合惩戒", "行政处罚"]
