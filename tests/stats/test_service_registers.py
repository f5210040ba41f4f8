"""Registers of use, service and policy: what the database refuses, and what pages tell of them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cixi_ip.models import Event
from stats import actions
from stats.forms.amount import AmountField
from stats.models import PlanMember, Pledge
from stats.registers import REGISTERS
from stats.registers.children import SHOWN, naming
from tests.makers import make_user
from tests.stats.register_rows import (
    make_enterprise,
    make_honour,
    make_keeper,
    make_programme,
    saved,
)
from tests.stats.service_rows import (
    NEW,
    new_appeal,
    new_award,
    new_measure,
    new_member,
    new_plan,
    new_pledge,
    new_policy,
    new_problem,
    new_product,
    new_training,
    new_training_firm,
    new_transfer,
    new_visit,
)

pytestmark = pytest.mark.django_db
EARLY = date(2020, 1, 1)
QUERIES_OF_AN_ENTERPRISE = 44  # one for each register below it, one for each in its timeline

REFUSED = {
    "pledge_amount": lambda: new_pledge(amount=0),
    "pledge_order": lambda: new_pledge(ended_on=EARLY),
    "right_transfer_amount": lambda: new_transfer(amount=0),
    "training_numbers": lambda: new_training(people=0),
    "incentive_policy_order": lambda: new_policy(ends_on=EARLY),
    "incentive_award_recipient": lambda: new_award(recipient="生成协会"),
    "incentive_award_amount": lambda: new_award(amount=0),
    "appeal_answer": lambda: new_appeal(answer="生成的答复"),
    "problem_order": lambda: new_problem(until=EARLY),
    "measure_order": lambda: new_measure(ends_on=EARLY),
    "measure_over": lambda: new_measure(state="已完成"),
    "cultivation_plan_target": lambda: new_plan(target=0),
    "plan_member_done": lambda: new_member(stage="已完成"),
}
ALSO_REFUSED = (
    lambda: new_appeal(answer="生成的答复", answered_on=EARLY),
    lambda: new_appeal(answered_on=date(2022, 7, 1)),
    lambda: new_award(enterprise=None),
    lambda: new_training(firms=0),
    lambda: new_measure(state="已停止"),
    lambda: new_member(stage="辅导", done_on=EARLY),
)
TWICE = {
    "pledge_once": lambda: new_pledge(document="生成编号1"),
    "right_transfer_once": new_transfer,
    "visit_once": new_visit,
    "training_once": new_training,
    "training_firm_once": new_training_firm,
    "incentive_policy_once": new_policy,
    "incentive_award_once": new_award,
    "incentive_award_once_to_others": lambda: new_award(enterprise=None, recipient="生成协会"),
    "appeal_once": new_appeal,
    "measure_once": new_measure,
    "plan_member_once": new_member,
    "new_product_once": new_product,
}


def test_every_constraint_has_its_case():
    models = [REGISTERS[slug].model for slug in NEW]
    names = {constraint.name for model in models for constraint in model._meta.constraints}
    assert names == set(REFUSED) | set(TWICE)


def refused(record):
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()


@pytest.mark.parametrize("new", [*REFUSED.values(), *ALSO_REFUSED])
def test_what_a_check_is_for_is_refused(new):
    refused(new())


@pytest.mark.parametrize("name", TWICE)
def test_a_second_one_is_refused(name):
    TWICE[name]().save()
    refused(TWICE[name]())


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1200", "1200"),
        ("1.2亿元", "12000"),
        ("12,000万元", "12000"),
        ("0.00015亿元", "1.5"),
        ("12345元", "1.2345"),
        ("１.5亿", "15000"),
    ],
)
def test_an_amount_is_read_in_the_unit_it_is_typed_in(typed, amount):
    assert AmountField(label="金额").clean(typed) == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0.00001", "只记到元"),
        ("123亿亿", "不是可用的数字"),
        ("五百万元", "不是可用的数字"),
        ("100美元", "不是可用的数字"),
        ("9999999999999亿", "数字太大"),
    ],
)
def test_an_amount_that_cannot_be_is_refused(typed, said):
    with pytest.raises(ValidationError, match=said):
        AmountField(label="金额").clean(typed)


def test_an_amount_is_no_change_when_only_its_zeros_differ():
    by, pledge = make_keeper(), saved(new_pledge())
    pledge.refresh_from_db()
    pledge.amount, pledge.bank = Decimal(1200), "生成银行二"
    actions.save_record(by=by, register=REGISTERS["pledges"], record=pledge)
    told = Event.objects.get(kind="修改登记").detail["changes"]
    assert told == {"质权人": ["生成银行", "生成银行二"]}


class TestPlan:
    def test_progress_is_told_of_the_target(self):
        plan = saved(new_plan())
        stages = ("未启动", "辅导", "辅导", "认证中")
        for stage in stages:
            saved(new_member(plan=plan, enterprise=make_enterprise(), stage=stage))
        for month in (3, 9):
            done = {"stage": "已完成", "done_on": date(2022, month, 1)}
            saved(new_member(plan=plan, enterprise=make_enterprise(), **done))
        assert plan.progress == (
            "目标24家，已完成2家（8.3%），未启动1家，辅导2家，认证中1家，还有18家没有列入名单"
        )

    def test_a_plan_that_is_full_says_no_more(self):
        plan = saved(new_plan(target=1))
        saved(new_member(plan=plan, stage="已完成", done_on=EARLY))
        assert plan.progress == "目标1家，已完成1家（100.0%）"
        assert PlanMember.objects.get().plan == plan


class TestPages:
    @pytest.fixture
    def reader(self, client):
        client.force_login(make_user("读者"))
        return client

    def page(self, client, address):
        response = client.get(address)
        assert response.status_code == 200
        return response.content.decode()

    def test_a_plan_shows_its_progress_and_its_members(self, reader):
        member = saved(new_member())
        page = self.page(reader, f"/registers/plans/{member.plan.pk}/")
        assert "目标24家，已完成0家" in page
        assert f'<a href="/registers/plan-members/{member.pk}/">{member.enterprise}</a>' in page

    def test_a_problem_shows_what_is_done_about_it(self, reader):
        measure = saved(new_measure())
        page = self.page(reader, f"/registers/problems/{measure.problem.pk}/")
        assert f'<a href="/registers/measures/{measure.pk}/">生成的措施</a>' in page
        other = saved(new_problem(name="生成的另一问题"))
        assert "还没有登记：改进措施" in self.page(reader, f"/registers/problems/{other.pk}/")

    def test_an_enterprise_shows_twenty_and_leads_to_all(self, reader):
        firm, other = make_enterprise(), make_enterprise()
        for number in range(SHOWN + 5):
            saved(new_pledge(enterprise=firm, bank=f"生成银行{number:02}"))
        saved(new_pledge(enterprise=other, bank="别家的银行"))
        page = self.page(reader, f"/registers/enterprises/{firm.pk}/")
        assert page.count('">生成银行') == SHOWN
        assert f'<a href="/registers/pledges/?enterprise={firm.pk}">全部质押登记</a>' in page
        everything = self.page(reader, f"/registers/pledges/?enterprise={firm.pk}")
        assert "符合条件 25 条" in everything
        assert "别家的银行" not in everything
        assert f'name="enterprise" value="{firm.pk}"' in everything
        assert f"出质企业：{firm}" in everything

    def test_an_enterprise_tells_its_story(self, reader):
        firm = make_enterprise()
        for slug in ("pledges", "visits", "training-firms", "incentive-awards", "new-products"):
            saved(NEW[slug](enterprise=firm))
        Pledge.objects.update(ended_on=date(2099, 1, 1))
        page = self.page(reader, f"/registers/enterprises/{firm.pk}/")
        for said in ("走访", "参加培训", "兑付奖励", "新产品认定", "办理质押登记"):
            assert f"<span>{said}<span" in page, said
        assert "（事由：规范使用专用标志）" in page
        assert "质押登记注销<span" in page[page.index("is-to-come") :][:200]

    @pytest.mark.parametrize("count", [1, 30])
    def test_the_page_of_an_enterprise_takes_the_same_queries_whatever_it_holds(
        self, reader, django_assert_num_queries, count
    ):
        firm = make_enterprise()
        for number in range(count):
            saved(new_pledge(enterprise=firm))
            saved(new_visit(enterprise=firm, topic=f"事由{number}"))
            make_honour(enterprise=firm, programme=make_programme(f"名单{number}"))
            saved(
                new_training_firm(enterprise=firm, training=saved(new_training(topic=f"{number}")))
            )
        address = f"/registers/enterprises/{firm.pk}/"
        self.page(reader, address)
        with django_assert_num_queries(QUERIES_OF_AN_ENTERPRISE):
            self.page(reader, address)

    def test_an_unknown_enterprise_lists_nothing(self, reader):
        saved(new_pledge())
        page = self.page(reader, "/registers/pledges/?enterprise=0")
        assert "没有符合条件" in page

    def test_a_list_is_narrowed_to_a_year(self, reader):
        saved(new_pledge())
        saved(new_pledge(registered_on=date(2021, 1, 1), bank="去年的银行"))
        page = self.page(reader, "/registers/pledges/?registered_on=2021")
        assert "去年的银行" in page
        assert "生成银行" not in page
        for wrong in ("99999", "二〇二一", "2021.5"):
            assert "没有符合条件" in self.page(reader, f"/registers/pledges/?registered_on={wrong}")

    def test_people_stay_covered_on_the_page_of_their_enterprise(self, reader):
        firm = make_enterprise()
        firm.contacts.create(name="测试某", phone="00000000000")
        page = self.page(reader, f"/registers/enterprises/{firm.pk}/")
        assert "测＊＊" in page
        assert "测试某" not in page

    def test_a_programme_lists_who_holds_it(self, reader):
        honour = make_honour(programme=make_programme("生成名单"))
        page = self.page(reader, f"/registers/programmes/{honour.programme.pk}/")
        assert honour.enterprise.name in page

    def test_a_pledge_is_typed_in_any_unit(self, client):
        client.force_login(make_keeper())
        firm = make_enterprise()
        row = {"right": "专利", "enterprise": firm.name, "bank": "生成银行"}
        row |= {"amount": "0.35亿元", "registered_on": "2022-06-30"}
        assert client.post("/registers/pledges/new/", row).status_code == 302
        pledge = Pledge.objects.get()
        assert pledge.amount == 3500
        page = self.page(client, f"/registers/pledges/{pledge.pk}/edit/")
        assert 'name="amount" value="3500"' in page
        refused_page = client.post("/registers/pledges/new/", row | {"amount": "-5"})
        assert "金额须大于0" in refused_page.content.decode()

    def test_a_new_row_may_start_from_the_row_it_belongs_to(self, client):
        client.force_login(make_keeper())
        problem, firm = saved(new_problem()), make_enterprise()
        address = f"/registers/measures/new/?problem={problem.pk}"
        assert address in self.page(client, f"/registers/problems/{problem.pk}/")
        assert f'<option value="{problem.pk}" selected>' in self.page(client, address)
        page = self.page(client, f"/registers/pledges/new/?enterprise={firm.pk}")
        assert f'value="{firm}"' in page
        for wrong in ("x", "9" * 30, ""):
            assert self.page(client, f"/registers/pledges/new/?enterprise={wrong}")
        client.force_login(make_user("读者"))
        assert address not in self.page(client, f"/registers/problems/{problem.pk}/")

    @pytest.mark.parametrize("slug", NEW)
    def test_every_form_opens_and_keeps_what_was_there(self, client, slug):
        client.force_login(make_keeper())
        record = saved(NEW[slug]())
        page = self.page(client, f"/registers/{slug}/{record.pk}/edit/")
        assert "保存" in page
        assert self.page(client, f"/registers/{slug}/new/")


def test_the_rows_that_name_a_row_stand_on_its_page():
    named = {(child.slug, via) for child, via in naming(REGISTERS["trainings"])}
    assert named == {("training-firms", "training")}
    slugs = {child.slug for child, _via in naming(REGISTERS["enterprises"])}
    assert {"honours", "scale", "contacts", "node-holders", "visits", "pledges"} <= slugs
