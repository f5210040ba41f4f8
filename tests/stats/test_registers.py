"""Rows of the registers: who keeps them, what is refused, how two of one enterprise are merged."""

from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction

from cixi_ip.models import Event
from stats import actions
from stats.actions import registers
from stats.models import Contact, Enterprise, FormerName, Honour, Programme, ScaleYear
from stats.registers import REGISTERS
from stats.registers.masking import masked
from stats.registers.showing import said
from tests.makers import make_stand_in, make_user
from tests.stats import protection_rows
from tests.stats.register_rows import (
    credit_code,
    make_enterprise,
    make_honour,
    make_keeper,
    make_programme,
    make_town,
    saved,
)

pytestmark = pytest.mark.django_db
ENTERPRISES, HONOURS = REGISTERS["enterprises"], REGISTERS["honours"]


def new(**fields):
    return Enterprise(**({"name": "生成企业甲", "credit_code": credit_code(7)} | fields))


class TestKeeping:
    def test_a_row_is_saved_and_told(self):
        by = make_keeper()
        made = actions.save_record(by=by, register=ENTERPRISES, record=new(town=make_town()))
        told = Event.objects.get(kind="新增登记")
        assert (told.by, told.subject_id, told.detail["register"]) == (
            by,
            str(made.pk),
            "enterprises",
        )
        assert told.detail["changes"]["企业名称"] == ["", "生成企业甲"]
        assert told.detail["changes"]["上市公司"] == ["", "否"]

    def test_a_change_tells_old_and_new_and_keeps_the_name(self):
        by, made = make_keeper(), make_enterprise("旧名")
        made.name = "新名"
        actions.save_record(by=by, register=ENTERPRISES, record=made, seen_edition=1)
        assert Event.objects.get(kind="修改登记").detail["changes"] == {
            "企业名称": ["旧名", "新名"]
        }
        assert list(made.former_names.values_list("name", flat=True)) == ["旧名"]
        assert made.edition == 2

    def test_a_second_click_saves_nothing(self):
        by, firm = make_keeper(), make_enterprise()
        contacts = REGISTERS["contacts"]

        def send(by=by, **fields):
            row = Contact(**({"enterprise": firm, "name": "测试某"} | fields))
            return actions.save_record(by=by, register=contacts, record=row)

        send()
        with pytest.raises(ValidationError, match="刚才已经登记了同样的一条"):
            send()
        send(phone="100")
        send(by=make_keeper())
        assert Contact.objects.count() == 3

    def test_the_same_row_may_come_again_later(self):
        by, firm = make_keeper(), make_enterprise()
        for _ in range(2):
            row = Contact(enterprise=firm, name="测试某")
            with patch.object(registers, "AT_ONCE", timedelta(0)):
                actions.save_record(by=by, register=REGISTERS["contacts"], record=row)
        assert Contact.objects.count() == 2

    def test_what_somebody_else_saved_at_the_same_moment_is_said(self):
        by = make_keeper()
        make_enterprise(credit_code=credit_code(7))
        with (
            patch.object(Enterprise, "full_clean"),
            pytest.raises(ValidationError, match="刚才有人登记了同样的内容，没有保存"),
        ):
            actions.save_record(by=by, register=ENTERPRISES, record=new())
        assert not Event.objects.exists()

    def test_who_saw_an_older_edition_is_refused(self):
        first, second, made = make_keeper(full_name="先改的人"), make_keeper(), make_enterprise()
        actions.save_record(by=first, register=ENTERPRISES, record=made, seen_edition=1)
        with pytest.raises(ValidationError, match="先改的人修改过这一条"):
            actions.save_record(by=second, register=ENTERPRISES, record=made, seen_edition=1)

    def test_another_office_reads_only(self):
        with pytest.raises(PermissionDenied, match="由知识产权科维护"):
            actions.save_record(
                by=make_keeper(office="商标品牌科"), register=ENTERPRISES, record=new()
            )

    def test_a_stand_in_keeps_the_register_of_the_principal(self):
        deputy = make_keeper(office="商标品牌科")
        make_stand_in(make_keeper(), deputy)
        assert actions.save_record(by=deputy, register=ENTERPRISES, record=new()).pk

    def test_what_a_contact_is_called_is_not_in_the_record_of_acts(self):
        record = Contact(enterprise=make_enterprise(), name="测试某", phone="00000000000")
        actions.save_record(by=make_keeper(), register=REGISTERS["contacts"], record=record)
        told = Event.objects.get(kind="新增登记")
        assert "测试某" not in f"{told.detail}{told.subject_label}"
        assert told.detail["changes"]["姓名"] == ["（不记录）", "（不记录）"]

    def test_removing_needs_a_reason_and_keeps_what_it_said(self):
        by, honour = make_keeper(), make_honour(document="某发〔2022〕1号")
        with pytest.raises(ValidationError, match="为什么删除"):
            actions.remove_record(by=by, register=HONOURS, record=honour, reason=" ")
        actions.remove_record(by=by, register=HONOURS, record=honour, reason="登错了企业")
        assert not Honour.objects.exists()
        told = Event.objects.get(kind="删除登记").detail
        assert (told["reason"], told["removed"]["文件或证书号"]) == (
            "登错了企业",
            "某发〔2022〕1号",
        )

    def test_what_others_refer_to_stays(self):
        honour = make_honour()
        with pytest.raises(ValidationError, match="还被这些登记用着：企业称号"):
            actions.remove_record(
                by=make_keeper(), register=ENTERPRISES, record=honour.enterprise, reason="重复"
            )
        assert Enterprise.objects.exists()
        assert not Event.objects.filter(kind="删除登记").exists()

    def test_rows_of_a_file_are_taken_all_or_none(self):
        by = make_keeper()
        rows = [new(), new(name="生成企业乙", credit_code="91330282000000000X")]
        with pytest.raises(ValidationError, match="统一社会信用代码"):
            actions.take_rows(
                by=by, register=ENTERPRISES, records=rows, file="表.xlsx", sha256="0" * 64
            )
        assert not Enterprise.objects.exists()
        rows[1].credit_code = credit_code(8)
        rows[0].pk = None
        taken = actions.take_rows(
            by=by, register=ENTERPRISES, records=rows, file="表.xlsx", sha256="0" * 64
        )
        assert taken == Enterprise.objects.count() == Event.objects.filter(kind="新增登记").count()


@pytest.mark.parametrize(
    "code", ["91330282000000007", "91330282000000007X", "9133028200000000IO", "九一三三零二八二"]
)
def test_a_wrong_credit_code_is_refused(code):
    with pytest.raises(ValidationError, match="不是正确的统一社会信用代码"):
        new(credit_code=code).full_clean()


class TestMerging:
    def test_everything_goes_to_the_kept_one_and_the_other_leads_there(self):
        kept, dropped = make_enterprise("某某公司"), make_enterprise("某某有限公司")
        honour = make_honour(enterprise=dropped)
        ScaleYear.objects.create(enterprise=dropped, year=2022)
        Contact.objects.create(enterprise=dropped, name="测试某")
        moved = actions.merge_enterprises(
            by=make_keeper("科室负责人"), kept=kept, dropped=dropped, reason="同一企业"
        )
        assert moved == 3
        honour.refresh_from_db()
        dropped.refresh_from_db()
        assert (honour.enterprise, dropped.merged_into) == (kept, kept)
        assert list(Enterprise.objects.kept()) == [kept]
        assert list(kept.former_names.values_list("name", flat=True)) == ["某某有限公司"]
        assert Event.objects.get(kind="合并企业").detail["dropped"]["id"] == dropped.pk

    def test_a_town_only_the_other_knows_is_taken_and_the_same_name_is_no_former_one(self):
        kept, dropped = make_enterprise("甲厂"), make_enterprise("甲厂", town=make_town())
        actions.merge_enterprises(
            by=make_keeper("科室负责人"), kept=kept, dropped=dropped, reason="同一企业"
        )
        kept.refresh_from_db()
        assert (kept.town, kept.edition) == (dropped.town, 2)
        assert not kept.former_names.exists()
        told = Event.objects.get(kind="合并企业").detail
        assert told["changes"] == {"镇街": ["", str(dropped.town)]}

    def test_a_town_that_is_known_stays(self):
        town = make_town("330282003")
        kept, dropped = make_enterprise(town=town), make_enterprise(town=make_town())
        actions.merge_enterprises(
            by=make_keeper("科室负责人"), kept=kept, dropped=dropped, reason="同一企业"
        )
        kept.refresh_from_db()
        assert (kept.town, kept.edition) == (town, 1)

    def test_the_same_honour_twice_stops_it(self):
        kept, dropped = make_enterprise(), make_enterprise()
        for one in (kept, dropped):
            make_honour(enterprise=one)
        with pytest.raises(ValidationError, match="两家企业都有同一条企业称号"):
            actions.merge_enterprises(
                by=make_keeper("科室负责人"), kept=kept, dropped=dropped, reason="同一企业"
            )
        assert Honour.objects.filter(enterprise=dropped).exists()

    def test_another_fault_of_a_row_is_told_as_what_it_is(self):
        kept, dropped = make_enterprise(), make_enterprise()
        campaign = saved(protection_rows.campaign())
        saved(protection_rows.inspection(enterprise=dropped, campaign=campaign))
        type(campaign).objects.update(starts_on=date(2030, 1, 1))
        with pytest.raises(ValidationError) as told:
            actions.merge_enterprises(
                by=make_keeper("科室负责人"), kept=kept, dropped=dropped, reason="同一企业"
            )
        assert "检查日期早于这次专项行动的开始日" in told.value.messages[0]
        assert "都有同一条" not in told.value.messages[0]

    def test_a_merged_one_is_not_merged_again_nor_into_itself(self):
        by, kept, dropped = make_keeper("科室负责人"), make_enterprise(), make_enterprise()
        with pytest.raises(ValidationError, match="不能并入自己"):
            actions.merge_enterprises(by=by, kept=kept, dropped=kept, reason="同")
        with pytest.raises(ValidationError, match="合并的原因"):
            actions.merge_enterprises(by=by, kept=kept, dropped=dropped, reason="")
        actions.merge_enterprises(by=by, kept=kept, dropped=dropped, reason="同")
        with pytest.raises(ValidationError, match="已经并入"):
            actions.merge_enterprises(by=by, kept=make_enterprise(), dropped=dropped, reason="同")

    def test_each_moved_row_tells_so_and_names_go_along(self):
        kept, dropped = make_enterprise("甲厂"), make_enterprise("乙厂")
        honour = make_honour(enterprise=dropped)
        dropped.former_names.create(name="乙厂旧名", until=date(2020, 1, 1))
        actions.merge_enterprises(
            by=make_keeper("科室负责人"), kept=kept, dropped=dropped, reason="同一企业"
        )
        told = Event.objects.get(kind="随企业合并")
        assert (told.subject_id, told.detail["reason"]) == (str(honour.pk), "同一企业")
        assert told.detail["changes"] == {"企业": ["乙厂", "甲厂"]}
        honour.refresh_from_db()
        assert honour.edition == 2
        names = set(kept.former_names.values_list("name", flat=True))
        assert names == {"乙厂旧名", "乙厂"}

    def test_who_is_party_to_a_case_is_not_told_by_the_merger(self):
        kept, dropped = make_enterprise("甲厂"), make_enterprise("乙厂")
        saved(protection_rows.case(enterprise=dropped))
        actions.merge_enterprises(
            by=make_keeper("科室负责人"), kept=kept, dropped=dropped, reason="甲厂即乙厂"
        )
        told = Event.objects.get(kind="随企业合并").detail
        assert "甲厂" not in str(told)
        assert "reason" not in told

    def test_a_merged_one_is_neither_changed_nor_removed(self):
        by, kept, dropped = make_keeper("科室负责人"), make_enterprise("甲厂"), make_enterprise()
        actions.merge_enterprises(by=by, kept=kept, dropped=dropped, reason="同一企业")
        dropped.name = "另一个名"
        with pytest.raises(ValidationError, match="已并入“甲厂”"):
            actions.save_record(by=by, register=ENTERPRISES, record=dropped)
        with pytest.raises(ValidationError, match="已并入“甲厂”"):
            actions.remove_record(by=by, register=ENTERPRISES, record=dropped, reason="重复")

    def test_a_row_that_was_removed_meanwhile_is_not_saved(self):
        by, honour = make_keeper(), make_honour()
        Honour.objects.all().delete()
        with pytest.raises(ValidationError, match="已被删除"):
            actions.save_record(by=by, register=HONOURS, record=honour)

    def test_the_head_of_another_office_may_not(self):
        with pytest.raises(PermissionDenied, match="由知识产权科维护"):
            actions.merge_enterprises(
                by=make_keeper("科室负责人", office="商标品牌科"),
                kept=make_enterprise(),
                dropped=make_enterprise(),
                reason="同",
            )

    def test_a_clerk_may_not(self):
        with pytest.raises(PermissionDenied):
            actions.merge_enterprises(
                by=make_keeper(), kept=make_enterprise(), dropped=make_enterprise(), reason="同"
            )


def programme(**fields):
    return Programme(**({"name": "名单", "level": "省", "kind": "认定"} | fields))


def honour(**fields):
    given = {"valid_from": date(2022, 5, 1)} | fields
    return Honour(**({"enterprise": make_enterprise(), "programme": make_programme()} | given))


def merged(**fields):
    made = make_enterprise()
    made.merged_into = made
    return made


REFUSED = {
    "enterprise_merged_into_another": merged,
    "enterprise_industry_code": lambda: new(industry_code="制造"),
    "scale_year_period": lambda: ScaleYear(enterprise=make_enterprise(), year=1900),
    "programme_ladder": lambda: programme(ladder="专精特新"),
    "honour_order": lambda: honour(valid_to=date(2022, 4, 30)),
    "honour_end": lambda: honour(ended_on=date(2023, 1, 1)),
}


def twice_scale():
    return ScaleYear(enterprise=Enterprise.objects.first() or make_enterprise(), year=2022)


def twice_step():
    return programme(name=f"名单{Programme.objects.count()}", ladder="专精特新", step=1)


def twice_honour():
    return honour(enterprise=Enterprise.objects.first() or make_enterprise())


TWICE = {
    "scale_year_once": twice_scale,
    "programme_step": twice_step,
    "honour_once": twice_honour,
}
MODELS = (Enterprise, FormerName, ScaleYear, Contact, Programme, Honour)


def test_every_constraint_has_its_case():
    names = {constraint.name for model in MODELS for constraint in model._meta.constraints}
    assert names == set(REFUSED) | set(TWICE)


def refused(record: models.Model):
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_check_is_for_is_refused(name):
    refused(REFUSED[name]())


def test_a_reason_to_end_needs_its_day():
    refused(honour(end_reason="撤销"))


@pytest.mark.parametrize("name", TWICE)
def test_a_second_one_is_refused(name):
    TWICE[name]().save()
    refused(TWICE[name]())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("张三", "张＊"),
        ("欧阳某某", "欧＊＊＊"),
        ("李", "李＊"),
        ("13800001234", "138＊＊＊＊＊＊34"),
        ("63001234", "63＊＊＊＊＊＊"),
        ("0574-63001234", "057＊＊＊＊＊＊＊＊34"),
        ("张三、李四 13800001234", "张" + "＊" * 16),
        ("13800001234 张三", "1" + "＊" * 13),
        ("王五13800001234", "王" + "＊" * 12),
        ("张三 6人", "张＊＊＊＊"),
        ("", ""),
    ],
)
def test_people_are_covered(text, shown):
    assert masked(text) == shown


def test_the_note_on_a_contact_is_covered():
    contact = Contact(enterprise=make_enterprise(), name="测试某", note="请找测试乙")
    register = REGISTERS["contacts"]
    shown = [said(register, contact, "note", sees_people=sees) for sees in (True, False)]
    assert shown == ["请找测试乙", "请＊＊＊＊"]


def test_who_may_not_keep_registers_is_told():
    with pytest.raises(PermissionDenied, match="您的角色不能维护登记册"):
        actions.save_record(by=make_user("读者"), register=ENTERPRISES, record=new())
