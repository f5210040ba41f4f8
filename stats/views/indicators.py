"""The catalogue of indicators, the page of one, and their files."""

from django.db.models import Count, Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from cixi_ip.hygiene import sanitise
from cixi_ip.web import needs
from stats import figures
from stats.models import Indicator
from stats.profile import Profile, profile
from stats.sheets import Column, Link, Table, amount, columns, counted, short
from stats.views.addresses import ADDRESSES
from stats.views.board import data_version
from stats.views.files import named, spreadsheet

LONGEST = 60


class CodeKind:
    """An indicator's code in an address."""

    regex = "[A-Za-z0-9_.]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def query(**asked: str) -> str:
    """What follows an address, without what is empty."""
    given = {name: value for name, value in asked.items() if value}
    return f"?{urlencode(given)}" if given else ""


def words_of(request: HttpRequest) -> str:
    words, _removed = sanitise(request.GET.get("q", ""))
    return " ".join(words.split())[:LONGEST]


def catalogue(words: str) -> Table:
    """The indicators in which every word is found, with what is published of each; one query."""
    own = Q(observation__region__code__in=(figures.COUNTY, figures.COUNTY_CORE))
    current = Q(observation__superseded_at__isnull=True)
    found = Indicator.objects.annotate(
        published=Count("observation", filter=current),
        latest=Max("observation__year", filter=current & own),
    ).order_by("order", "code")
    for word in words.split():
        found = found.filter(
            Q(name__icontains=word)
            | Q(aliases__icontains=word)
            | Q(code__icontains=word)
            | Q(definition__icontains=word)
        )
    return Table(
        columns(
            "分组",
            Column("指标", width=30),
            short("单位"),
            short("类型"),
            short("填报科室", width=16),
            short("本市最近年份"),
            amount("已发布"),
            Column("定义", width=60),
        ),
        tuple(
            (
                indicator.group,
                Link(indicator.name, ADDRESSES.indicator(indicator)),
                indicator.unit,
                indicator.get_kind_display(),
                indicator.office,
                f"{indicator.latest}年" if indicator.latest else "—",
                counted(indicator.published),
                indicator.definition or "—",
            )
            for indicator in found
        ),
        id="list",
        name="指标目录",
        is_grouped=True,
        empty="没有这样的指标。请换一个词，或点“全部”看整个目录。",
    )


@require_safe
@needs("stats.view_observation")
def indicator_list(request: HttpRequest) -> HttpResponse:
    words = words_of(request)
    context = {"words": words, "table": catalogue(words), "query": query(q=words)}
    return render(request, "stats/indicator_list.html", context)


@require_safe
@needs("stats.view_observation")
def indicator_list_file(request: HttpRequest, kind: str) -> HttpResponse:
    words = words_of(request)
    filters = f"指标目录；查找：{words}" if words else "指标目录；全部指标"
    return spreadsheet(request, catalogue(words), kind, filters=filters)


def profiled(request: HttpRequest, code: str) -> Profile:
    """404 in Chinese for a code there is not, and for a region without figures of it."""
    record = (
        Indicator.objects.select_related("part_of", "numerator", "denominator")
        .filter(code=code)
        .first()
    )
    if record is None:
        raise Http404(f"指标目录里没有代码为“{code[:60]}”的指标。请从“指标”页查找。")
    region = request.GET.get("region", "")
    found = profile(record, ADDRESSES, version=data_version(request), region=region)
    if region and region not in {scope.region for scope in found.scopes}:
        raise Http404(f"“{record.name}”没有地区“{region[:20]}”的数据。请从指标页上选择地区。")
    return found


@require_safe
@needs("stats.view_observation")
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    found = profiled(request, code)
    region = request.GET.get("region", "")
    context = {
        "profile": found,
        "record": found.record,
        "query": query(region=region),
    }
    return render(request, "stats/indicator.html", context)


@require_safe
@needs("stats.view_observation")
def indicator_file(request: HttpRequest, code: str, table: str, kind: str) -> HttpResponse:
    found = named(profiled(request, code).tables, table)
    return spreadsheet(request, found, kind, filters=f"指标：{found.name}")
