"""Rows of the brand registers: what is refused, and what an enterprise's story tells of them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from cixi_ip.models import Event
from stats import actions
from stats.models import (
    ApplicationStep,
    AssociationMark,
    BrandApplication,
    BrandMembership,
    BrandMove,
    BrandTier,
    Enterprise,
    GeographicalIndication,
    GITrack,
    GuidanceStation,
    MarkUser,
    StationService,
    WellKnownMark,
)
from stats.registers import REGISTERS, brands
from stats.registers.stories.timeline import timeline
from tests.stats import brand_rows as made
from tests.stats.register_rows import make_enterprise, make_keeper

pytestmark = pytest.mark.django_db
BEFORE = {"ended_on": date(2019, 12, 31), "end_reason": "错"}
OVER = {"ended_on": date(2020, 6, 1), "end_reason": "完结"}


def member(**fields):
    return BrandMembership(**made.member_fields(**fields))


def move(**fields):
    one = BrandMembership.objects.first() or made.make_member()
    given = {"membership": one, "tier": made.make_tier("成长"), "moved_on": date(2021, 1, 1)}
    return BrandMove(**(given | {"reason": "评审"} | fields))


def firm():
    return Enterprise.objects.first() or make_enterprise()


def gi():
    return GeographicalIndication.objects.first() or made.make_gi()


def station(**fields):
    return GuidanceStation(**made.station_fields(**fields))


REFUSED = {
    "brand_tier_step": lambda: BrandTier(name="无", step=0),
    "brand_membership_end": lambda: member(**BEFORE),
    "brand_move_reason": lambda: move(reason=""),
    "well_known_mark_end": lambda: WellKnownMark(**made.mark_fields(**BEFORE)),
    "association_mark_order": lambda: AssociationMark(
        **made.association_fields(valid_to=date(2019, 1, 1))
    ),
    "association_mark_end": lambda: AssociationMark(
        **made.association_fields(ended_on=date(2022, 1, 1))
    ),
    "gi_track_end": lambda: GITrack(**made.track_fields(end_reason="没有日期")),
    "mark_user_end": lambda: MarkUser(**made.user_fields(**BEFORE)),
    "guidance_station_end": lambda: station(closed_on=date(2021, 1, 1)),
    "brand_application_due": lambda: BrandApplication(
        **made.application_fields(due_on=date(2021, 1, 1))
    ),
}


def twice_track_once():
    return GITrack(**made.track_fields(gi=gi(), document="同一号", track="商标"))


def twice_step():
    application = BrandApplication.objects.first() or made.make_application()
    return ApplicationStep(application=application, stage="已提交", moved_on=date(2021, 1, 1))


TWICE = {
    "brand_membership_open": lambda: member(
        enterprise=firm(), brand="同", entered_on=date(2020 + BrandMembership.objects.count(), 1, 1)
    ),
    "brand_membership_once": lambda: member(enterprise=firm(), brand="同", **OVER),
    "brand_move_once": move,
    "well_known_mark_once": lambda: WellKnownMark(**made.mark_fields(enterprise=firm(), mark="同")),
    "gi_track_once": twice_track_once,
    "gi_track_open": lambda: GITrack(**made.track_fields(gi=gi())),
    "mark_user_once": lambda: MarkUser(**made.user_fields(enterprise=firm(), gi=gi(), **OVER)),
    "mark_user_open": lambda: MarkUser(
        **made.user_fields(
            enterprise=firm(), gi=gi(), approved_on=date(2020 + MarkUser.objects.count(), 1, 1)
        )
    ),
    "brand_application_once": lambda: BrandApplication(**made.application_fields(name="同")),
    "application_step_once": twice_step,
}
MODELS = [register.model for register in brands.ALL]


def test_every_constraint_has_its_case():
    names = {constraint.name for model in MODELS for constraint in model._meta.constraints}
    assert names == set(REFUSED) | set(TWICE)


def refused(record: models.Model):
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_check_is_for_is_refused(name):
    record = REFUSED[name]()
    rule = next(each for each in record._meta.constraints if each.name == name)
    with pytest.raises(ValidationError):
        rule.validate(type(record), record)
    refused(record)


@pytest.mark.parametrize("name", TWICE)
def test_a_second_one_is_refused(name):
    TWICE[name]().save()
    second = TWICE[name]()
    rule = next(each for each in second._meta.constraints if each.name == name)
    with pytest.raises(ValidationError):
        rule.validate(type(second), second)
    refused(second)


def test_an_indication_may_have_several_marks_at_once():
    for document in ("1号", "2号"):
        made.make_track(gi=gi(), track="商标", document=document)
    assert GITrack.objects.count() == 2


class TestLibrary:
    def test_the_tier_follows_on_every_day(self):
        one = made.make_member(tier=made.make_tier("种子"), entered_on=date(2020, 3, 1))
        made.make_move(one, "成长", date(2021, 1, 1))
        made.make_move(one, "种子", date(2022, 1, 1))
        BrandMembership.objects.update(ended_on=date(2023, 1, 1), end_reason="停产")
        days = {
            date(2020, 2, 29): "",
            date(2020, 3, 1): "种子",
            date(2020, 12, 31): "种子",
            date(2021, 1, 1): "成长",
            date(2021, 12, 31): "成长",
            date(2022, 12, 31): "种子",
            date(2023, 1, 1): "",
        }
        found = [BrandMembership.objects.get_queryset().with_tier(day).get() for day in days]
        assert [each.tier_today for each in found] == list(days.values())

    @pytest.mark.parametrize(
        ("day", "tier", "said"),
        [
            (date(2020, 1, 1), "成长", "须在入库"),
            (date(2023, 1, 1), "成长", "已出库"),
            (date(2021, 6, 1), "成长", "变动之前已是“成长”"),
            (date(2020, 6, 1), "种子", "变动之前已是“种子”"),
            (date(2020, 6, 1), "成长", "已登记变动到“成长”"),
        ],
    )
    def test_a_move_that_cannot_be_is_refused(self, day, tier, said):
        one = made.make_member(ended_on=date(2023, 1, 1), end_reason="停产")
        made.make_move(one, "成长", date(2021, 1, 1))
        record = BrandMove(membership=one, tier=made.make_tier(tier), moved_on=day, reason="评审")
        with pytest.raises(ValidationError, match=said):
            actions.save_record(
                by=make_keeper(office="商标品牌科"), register=brands.MOVES, record=record
            )

    def test_a_move_is_changed_and_still_right(self):
        one = made.make_member()
        move = made.make_move(one, "成长", date(2021, 1, 1))
        move.moved_on = date(2021, 2, 1)
        actions.save_record(by=make_keeper(office="商标品牌科"), register=brands.MOVES, record=move)
        assert BrandMove.objects.get().moved_on == date(2021, 2, 1)

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"entered_on": date(2021, 1, 1)}, "入库日期须早于它"),
            ({"ended_on": date(2021, 1, 1), "end_reason": "停产"}, "出库日期须晚于它"),
            ({"tier": "成长"}, "变动到的就是"),
        ],
    )
    def test_a_membership_keeps_to_its_moves(self, fields, said):
        one = made.make_member()
        made.make_move(one, "成长", date(2021, 1, 1))
        for name, value in fields.items():
            setattr(one, name, made.make_tier(value) if name == "tier" else value)
        with pytest.raises(ValidationError, match=said):
            one.full_clean()

    def test_a_membership_is_changed_and_tells(self):
        one = made.make_member()
        one.ended_on, one.end_reason = date(2022, 1, 1), "停产"
        actions.save_record(
            by=make_keeper(office="商标品牌科"),
            register=brands.LIBRARY,
            record=one,
            seen_edition=1,
        )
        told = Event.objects.get(kind="修改登记").detail["changes"]
        assert told == {"出库日期": ["", "2022-01-01"], "出库原因": ["", "停产"]}

    def test_two_stays_of_a_brand_do_not_overlap(self):
        ended = {"ended_on": date(2021, 1, 1), "end_reason": "停产"}
        first = made.make_member(brand="同", **ended)
        again = {"enterprise": first.enterprise, "brand": "同"}
        with pytest.raises(ValidationError, match="不能重叠"):
            member(**again, entered_on=date(2020, 12, 31)).full_clean()
        with pytest.raises(ValidationError, match="不能重叠"):
            member(**again, entered_on=date(2019, 1, 1), **ended).full_clean()
        member(**again, entered_on=date(2021, 1, 1)).full_clean()


def test_a_station_serves_while_it_is_open():
    one = made.make_station(closed_on=date(2022, 1, 1), close_reason="并入")
    for day in (date(2019, 12, 31), date(2022, 1, 1)):
        with pytest.raises(ValidationError, match="还没有设立或已撤销"):
            StationService(station=one, day=day, topic="辅导").full_clean()
    StationService(station=one, day=date(2021, 12, 31), topic="辅导").full_clean()


class TestApplications:
    def test_the_stage_follows_from_the_steps(self):
        one = made.make_application()
        made.make_step(one, "准备材料", date(2020, 2, 1))
        made.make_step(one, "已提交", date(2020, 2, 1))
        days = (date(2020, 1, 31), date(2020, 2, 1))
        found = [BrandApplication.objects.get_queryset().with_stage(day).get() for day in days]
        assert [each.stage_today for each in found] == ["摸底", "已提交"]

    def test_no_step_before_the_start(self):
        one = made.make_application()
        step = ApplicationStep(application=one, stage="已提交", moved_on=date(2019, 12, 31))
        with pytest.raises(ValidationError, match="不能早于开始指导"):
            step.full_clean()
        made.make_step(one, "已提交", date(2020, 2, 1))
        one.opened_on = date(2020, 2, 2)
        with pytest.raises(ValidationError, match="开始指导不能晚于"):
            one.full_clean()


def test_the_story_of_an_enterprise_tells_of_its_brands():
    one = made.make_member(brand="生成甲")
    made.one_of_each(one.enterprise)
    made.make_move(one, "成长", date(2021, 1, 1))
    BrandMembership.objects.filter(pk=one.pk).update(ended_on=date(2022, 1, 1), end_reason="停产")
    told = [moment.what for moment in timeline(one.enterprise, date(2023, 1, 1))]
    for said in (
        "“生成甲”移出品牌培育库",
        "“生成甲”在品牌培育库变动到成长",
        "“生成甲”进入品牌培育库（种子）",
    ):
        assert said in told
    for said in (
        "认定为驰名商标（行政）",
        "专用标志",
        "商标注册辅导",
        "申报集体商标",
        "申报已提交",
    ):
        assert any(said in what for what in told), said


def test_two_entries_of_an_enterprise_with_brands_are_merged():
    kept = make_enterprise()
    dropped = make_enterprise()
    made.one_of_each(dropped)
    actions.merge_enterprises(
        by=make_keeper("科室负责人"), kept=kept, dropped=dropped, reason="同一企业"
    )
    for model in (BrandMembership, WellKnownMark, MarkUser, StationService, BrandApplication):
        assert set(model.objects.values_list("enterprise", flat=True)) == {kept.pk}


def test_all_are_kept_by_the_office_of_brands():
    assert {register.office for register in brands.ALL} == {"商标品牌科"}
    assert set(brands.ALL) <= set(REGISTERS.values())
