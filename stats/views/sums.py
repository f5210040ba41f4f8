"""算给我看: a page for each derived figure, with its formula, inputs, vintages and rounding."""

from collections.abc import Collection
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cixi_ip.web import needs
from stats import derivations, figures
from stats.arithmetic import Figure, FigureSet
from stats.derivations import Derivation
from stats.detail import key_of
from stats.models import Observation, Target
from stats.models.figure import FIRST_YEAR
from stats.progress import progress
from stats.rules.stocks import INFLOWS
from stats.rules.sums import is_part
from stats.targets import goal
from stats.town_ranks import PEOPLE, is_count, lag

WAY_OUT = "请回到看板或数据明细，从表里的“变化”“占比”等数字打开算式。"


def records(*ids: int) -> list[Observation]:
    """These observations in this order, all of them published at one moment; or page 404."""
    rows = Observation.objects.select_related(
        "indicator__numerator", "indicator__denominator", "region", "denominator__region"
    )
    found = []
    for pk in ids:  # one or two; `in` would choke on a number no database holds
        record = rows.filter(pk=pk).first()
        if record is None:
            raise Http404(f"没有编号为 {pk} 的数据。{WAY_OUT}")
        found.append(record)
    return found


def moment_of(found: Collection[Observation]) -> datetime | None:
    """When all of these were current: now (None), or when the last of them was published."""
    if all(record.superseded_at is None for record in found):
        return None
    moment = max(record.approved_at for record in found)
    if any(record.superseded_at and record.superseded_at <= moment for record in found):
        raise Http404(f"这几版数据从来没有同时有效，不能放在一起算。{WAY_OUT}")
    return moment


def fit(is_fit: bool, why: str) -> None:
    if not is_fit:
        raise Http404(f"这两个数不能这样算：{why}。{WAY_OUT}")


def around(
    found: Collection[Observation],
    *,
    codes: Collection[str] = (),
    regions: Collection[str] = (),
    years: tuple[int, int] | None = None,
) -> tuple[FigureSet, list[Figure]]:
    """Figures of the same moment that the sum may need, and those it was asked for."""
    spoken = [record.year for record in found]
    read = figures.published(
        codes={*codes, *(record.indicator.code for record in found)},
        regions={*regions, *(record.region.code for record in found)},
        years=years or (min(spoken), max(spoken)),
        as_of=moment_of(found),
    )
    return read, [read.by_key[key_of(record)] for record in found]


def is_part_of(read: FigureSet, part: Figure, whole: Figure) -> bool:
    is_one_place = part.key[1:] == whole.key[1:]
    return is_one_place and is_part(part.meaning.code, whole.meaning.code, read.meanings)


def shown(
    request: HttpRequest, found: Collection[Observation], derivation: Derivation
) -> HttpResponse:
    context = {
        "derivation": derivation,
        "first": derivation.inputs[0].figure,
        "as_of": moment_of(found),
    }
    return render(request, "stats/sum.html", context)


@require_safe
@needs("stats.view_observation")
def growth_sum(request: HttpRequest, pk: int) -> HttpResponse:
    found = records(pk)
    year = found[0].year
    read, (figure,) = around(found, years=(year - 1, year))
    return shown(request, found, derivations.of_growth(read, figure))


@require_safe
@needs("stats.view_observation")
def share_sum(request: HttpRequest, part: int, whole: int | None = None) -> HttpResponse:
    """Of a published total, or of all the parts added up."""
    found = records(part, *([whole] if whole else []))
    catalogue = figures.meanings()
    total = catalogue[found[-1].indicator.code if whole else found[0].indicator.code]
    over = total.code if whole else total.part_of
    parts = [one.code for one in catalogue.values() if one.part_of == over]
    read, asked = around(found, codes=[over, *parts])
    if whole:
        fit(is_part_of(read, *asked), "前一个不是后一个的一部分，或口径、时段不同")
        return shown(request, found, derivations.of_share(read, *asked))
    derivation = derivations.of_share_in(read, *asked)
    if derivation is None:
        raise Http404(f"同一构成的各分项没有都公布，不能相加后算占比。{WAY_OUT}")
    return shown(request, found, derivation)


@require_safe
@needs("stats.view_observation")
def ratio_sum(request: HttpRequest, pk: int) -> HttpResponse:
    found = records(pk)
    record = found[0]
    if record.indicator.kind != "ratio":
        raise Http404(f"{record.indicator.name}不是比率，没有分子分母。{WAY_OUT}")
    operands = (record.indicator.numerator, record.indicator.denominator)
    under = record.denominator
    first = record.year - (record.indicator.denominator_lag or 0)
    read, (figure,) = around(
        found,
        codes=[one.code for one in operands if one],
        regions=[under.region.code] if under else [],
        years=(min(first, under.year) if under else first, record.year),
    )
    return shown(request, found, derivations.of_ratio(read, figure))


@require_safe
@needs("stats.view_observation")
def per_sum(request: HttpRequest, pk: int, people: int) -> HttpResponse:
    """A count by 10,000 residents, those at the end of the year the catalogue divides by."""
    found = records(pk, people)
    (code, region, year, month), other = (key_of(record) for record in found)
    read, (count, residents) = around(found)
    fit(is_count(count.meaning), f"{count.meaning.name}不是可按人口平均的数量")
    back = year - lag(read, code)
    fit(month == 12 and other == (PEOPLE, region, back, 12), f"后一个不是本地{back}年末的常住人口")
    return shown(request, found, derivations.of_per_people(count, residents))


def aim_of(target: int, record: Observation) -> Target:
    """The target, which must be of this record's indicator and region; or page 404."""
    aim = Target.objects.select_related("indicator", "region", "source").filter(pk=target).first()
    if aim is None:
        raise Http404(f"没有编号为 {target} 的目标。{WAY_OUT}")
    key = (aim.indicator_id, aim.region_id, 12)
    of_it = (record.indicator_id, record.region_id, record.through_month)
    fit(key == of_it, "完成数和目标不是同一指标、同一口径的全年数或年末数")
    return aim


@require_safe
@needs("stats.view_observation")
def target_sum(request: HttpRequest, target: int, pk: int) -> HttpResponse:
    found = records(pk)
    aim = aim_of(target, found[0])
    read, (figure,) = around(found, years=(FIRST_YEAR, found[0].year))
    return shown(request, found, derivations.of_target(goal(aim), read, figure))


@require_safe
@needs("stats.view_observation")
def expected_sum(request: HttpRequest, target: int, base: int, year: int) -> HttpResponse:
    """Of the straight way alone, from its base to a year of it."""
    found = records(base)
    goal_of_it = goal(aim_of(target, found[0]))
    last = goal_of_it.due_year or 0
    fit(found[0].year <= year <= last, "这一年不在基数年和目标年之间")
    read, (figure,) = around(found, years=(FIRST_YEAR, year))
    is_base = progress(goal_of_it, read, year).base == figure
    fit(is_base, "前一个数不是这个目标的基数")
    return shown(request, found, derivations.of_expected(goal_of_it, read, year))


@require_safe
@needs("stats.view_observation")
def net_sum(request: HttpRequest, pk: int) -> HttpResponse:
    """Of a stock, with what came into it."""
    found = records(pk)
    record = found[0]
    fit(record.indicator.kind == "stock", f"{record.indicator.name}不是年末存量")
    flow = INFLOWS.get(record.indicator.code)
    years = (record.year - 1, record.year)
    read, (figure,) = around(found, codes=[flow.code] if flow else [], years=years)
    return shown(request, found, derivations.of_net(read, figure))


def of_two_regions(
    pk: int, other: int, *, years_back: int = 0
) -> tuple[list[Observation], FigureSet, list[Figure]]:
    """One indicator and period in two regions, read with so many years before; or page 404."""
    found = records(pk, other)
    one, two = (key_of(record) for record in found)
    fit(one[1] != two[1] and one[::2] == two[::2], "要比的是同一指标、同一年、两个地区的数")
    fit(one[3] == two[3], "两个数的截止月份不同")
    read, asked = around(found, years=(found[0].year - years_back, found[0].year))
    return found, read, asked


@require_safe
@needs("stats.view_observation")
def against_sum(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    found, _read, asked = of_two_regions(pk, other)
    return shown(request, found, derivations.of_comparison(*asked))


@require_safe
@needs("stats.view_observation")
def part_sum(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    found, read, asked = of_two_regions(pk, other)
    derivation = derivations.of_part(read, *asked)
    if derivation is None:
        raise Http404(f"后一个地区不包含前一个地区，没有占比。{WAY_OUT}")
    return shown(request, found, derivation)


@require_safe
@needs("stats.view_observation")
def apart_sum(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    found, read, asked = of_two_regions(pk, other, years_back=1)
    return shown(request, found, derivations.of_apart(read, *asked))


@require_safe
@needs("stats.view_observation")
def yearly_sum(request: HttpRequest, first: int, last: int) -> HttpResponse:
    found = records(first, last)
    old, new = (key_of(record) for record in found)
    fit((old[:2], old[3]) == (new[:2], new[3]), "起止两个数不是同一指标、同一口径、同一时段")
    fit(new[2] - old[2] > 1, "年均增长要相隔两年以上，起始年在前")
    read, asked = around(found)
    return shown(request, found, derivations.of_yearly(read, *asked))
