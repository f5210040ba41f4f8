"""What the office sets: sessions with their clocks and classes, numbers, days off."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max

from cixi_ip.models import Event, User
from proposals import dues
from proposals.actions.cleaning import needed
from proposals.actions.indexing import index_session
from proposals.actions.moves import require_permission
from proposals.actions.recounting import recount
from proposals.actions.signing import LAST_NUMBER
from proposals.holiday_lines import NamedDay
from proposals.models import (
    CalendarYear,
    ClockSetting,
    CongressSession,
    Holiday,
    IssuedLetter,
    Letter,
    NumberSeries,
    ResultClass,
    RoleSetting,
)
from proposals.models.session import DEFAULT_CLASSES, DEFAULT_CLOCKS

Setting = CongressSession | RoleSetting | NumberSeries | ClockSetting | ResultClass
# Settings of a session that its successor takes over.
TAKEN_OVER = (RoleSetting, ClockSetting, ResultClass)


@transaction.atomic
def save_setting(*, by: User, setting: Setting) -> Setting:
    """Make or change a session, the settings of a role in it, or the next number of a series."""
    is_new = setting.pk is None
    doing = "add" if is_new else "change"
    if not by.has_perm(f"proposals.{doing}_{setting._meta.model_name}"):
        raise PermissionDenied("您的角色不能修改公文设置，请联系办公室。")
    if isinstance(setting, NumberSeries):
        refuse_used_number(setting)
    before = dues.rules() if isinstance(setting, ClockSetting) else None
    setting.full_clean()
    setting.save()
    if isinstance(setting, CongressSession):
        (give_defaults if is_new else index_session)(setting)
    name = setting._meta.verbose_name
    Event.objects.record(f"{'新建' if is_new else '修改'}{name}", by=by, subject=setting)
    if isinstance(setting, ClockSetting) and before is not None:
        recount(by=by, why=f"修改{setting}", before=before, session=setting.session)
    return setting


def give_defaults(session: CongressSession) -> None:
    """Clocks and classes of the general rules, until the office sets its own."""
    ClockSetting.objects.bulk_create(
        ClockSetting(
            session=session,
            name=name,
            amount=clock.amount,
            unit=clock.unit.value,
            start=clock.start.value,
            note=clock.note,
        )
        for name, clock in DEFAULT_CLOCKS.items()
    )
    ResultClass.objects.bulk_create(
        ResultClass(
            session=session,
            code=code,
            wording=wording,
            is_settled=is_settled,
            follows_up=follows_up,
            order=order,
        )
        for order, (code, wording, is_settled, follows_up) in enumerate(DEFAULT_CLASSES, 1)
    )


@transaction.atomic
def copy_session(
    *,
    by: User,
    source: CongressSession,
    name: str,
    year: int,
    opened_on: date | None = None,
    term: int | None = None,
    meeting: int | None = None,
) -> CongressSession:
    """A new session with all settings of an earlier one; fixed dates move on with the years."""
    require_permission(by, "proposals.add_congresssession", "新建届次")
    name = needed(name, "新届次的名称", 40)
    session = CongressSession.objects.get(pk=source.pk)
    session.pk, session.name, session.year, session.opened_on = None, name, year, opened_on
    session.term, session.meeting = term, meeting
    session.full_clean()
    session.save()
    for model in TAKEN_OVER:
        for row in model.objects.filter(session=source):  # type: ignore[attr-defined]
            row.pk, row.session = None, session
            if isinstance(row, ClockSetting) and row.fixed:
                row.fixed = years_on(row.fixed, year - source.year)
            row.full_clean()
            row.save()
    Event.objects.record("复制届次", by=by, subject=session, source=str(source))
    return session


def years_on(day: date, years: int) -> date:
    """The same day of another year; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@transaction.atomic
def save_holiday(*, by: User, day: Holiday | CalendarYear) -> Holiday | CalendarYear:
    """A day of a notice, or that a year's notice is all there; due dates are recounted."""
    doing = "add" if day.pk is None else "change"
    require_permission(by, f"proposals.{doing}_{day._meta.model_name}", "修改放假调休表")
    before = dues.rules()
    day.full_clean()
    day.save()
    name = day._meta.verbose_name
    Event.objects.record(f"{'新建' if doing == 'add' else '修改'}{name}", by=by, subject=day)
    recount(by=by, why=f"{name}：{day}", before=before)
    return day


@transaction.atomic
def remove_holiday(*, by: User, day: Holiday | CalendarYear) -> None:
    require_permission(by, f"proposals.delete_{day._meta.model_name}", "修改放假调休表")
    Event.objects.record(f"删除{day._meta.verbose_name}", by=by, subject=day)
    why, before = f"删除{day._meta.verbose_name}：{day}", dues.rules()
    day.delete()
    recount(by=by, why=why, before=before)


@transaction.atomic
def save_year(*, by: User, year: int, source: str, days: Sequence[NamedDay]) -> int:
    """A whole year's notice at once: what the table had of these days is replaced, one recount."""
    require_permission(by, "proposals.add_holiday", "录入放假调休表")
    require_permission(by, "proposals.add_calendaryear", "录入放假调休表")
    source = needed(source, "出处（通知的文号或名称）", 100)
    before = dues.rules()
    for one in days:
        row = Holiday.objects.filter(day=one.day).first() or Holiday(day=one.day)
        row.is_working, row.name, row.source = one.is_working, one.name, source
        row.full_clean()
        row.save()
    whole = CalendarYear.objects.filter(year=year).first() or CalendarYear(year=year)
    whole.source = source
    whole.full_clean()
    whole.save()
    told = {str(one.day): f"{'上班' if one.is_working else '放假'} {one.name}" for one in days}
    Event.objects.record("录入全年放假通知", by=by, subject=whole, source=source, days=told)
    return recount(by=by, why=f"录入{year}年放假通知（{source}）", before=before)


@transaction.atomic
def remove_class(*, by: User, result: ResultClass) -> None:
    """Take a class off a session, unless a letter of the session carries it."""
    require_permission(by, "proposals.delete_resultclass", "删除办理结果类别")
    carried = Letter.objects.filter(
        round__handling__proposal__session=result.session, class_mark=result.code
    )
    if count := carried.count():
        raise ValidationError(
            f"有 {count} 件公文标为{result.code}类，不能删除。可以改它的含义，或先改那些稿件。"
        )
    Event.objects.record(f"删除{result._meta.verbose_name}", by=by, subject=result)
    result.delete()


def refuse_used_number(series: NumberSeries) -> None:
    """Letters of the series may have been numbered elsewhere: it may run ahead, never back."""
    if series.next_number > LAST_NUMBER:
        raise ValidationError(
            {"next_number": f"序号最大到 {LAST_NUMBER}，请核对后填写一年之内用得到的序号。"}
        )
    used = IssuedLetter.objects.filter(prefix=series.prefix, year=series.year)
    last = used.aggregate(last=Max("number"))["last"]
    if last is not None and series.next_number <= last:
        raise ValidationError(
            {"next_number": f"{series}{last}号已经用过，下一个序号不能小于 {last + 1}。"}
        )
