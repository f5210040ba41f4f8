"""The operations of the interface and the document that describes them.

Importing this takes a tenth of a second and 13 MB, so only the first call of a process does.
"""

import inspect
from collections.abc import Callable, Sequence
from functools import cache, wraps
from typing import Any, get_origin, get_type_hints

import orjson
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError
from ninja.renderers import BaseRenderer
from ninja.security import SessionAuth
from pydantic import BaseModel

from cixi_ip.problems import problem
from stats import models
from stats.api import answers, questions, shapes
from stats.api.questions import CodeInPath, IdInPath, Refused

IN_ORDER = ("indicator__order", "indicator_id", "region__code", "year", "through_month", "id")
BESIDE = ("indicator", "region", "rank_region", "source")
MEANT = {
    200: "所求的数据",
    302: "没有登录或须先换密码：转到登录页",
    304: "与 If-None-Match 所说的一样，没有变化",
    403: "角色没有查看数据的权限",
    404: "没有所求的数据",
    422: "参数有误，逐个说明",
}


class Utf8(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data)


api = NinjaAPI(
    title="慈溪知识产权数据接口",
    version="1.0.0",
    description=(
        "只读。先在网页登录，带着登录后的会话 Cookie 调用；权限与网页相同。"
        "数值写成文字，是精确的十进制数，小数位与公布时一致；没有数值时为 null，从不写成 0。"
        "每个数都带口径、时段、状态、来源和版次。"
    ),
    openapi_url=None,
    docs_url=None,
    urls_namespace="api-v1",
    renderer=Utf8(),
    servers=[{"url": "/", "description": "本系统"}],
    auth=SessionAuth(csrf=False),
)


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document, made from the operations below."""
    described = api.get_openapi_schema(path_prefix=reverse("api_guide"))
    # The library also lists what groups the parameters, to which nothing refers.
    for group in (questions.OfIndicators, questions.OfFigures, questions.OfObservations):
        described["components"]["schemas"].pop(group.__name__, None)
    return described


def read(path: str, answer: type[BaseModel], tag: str, summary: str) -> Callable[..., Any]:
    """Register a view that reads; a parameter it does not know, or given twice, is refused."""

    def register(view: Callable[..., Any]) -> Callable[..., Any]:
        known = parameters(view)

        @wraps(view)
        def strict(request: HttpRequest, **values: Any) -> Any:
            if faults := questions.faults_of(request.GET, known):
                raise Refused(faults)
            return view(request, **values)

        codes = [code for code in MEANT if code != 404 or "{" in path]
        shape = {200: answer, 302: None, 304: None}
        words = {"responses": {code: {"description": MEANT[code]} for code in codes}}
        response = {code: shape.get(code, shapes.Problem) for code in codes}
        api.api_operation(["HEAD"], path, response=response, include_in_schema=False)(strict)
        return api.get(
            path,
            response=response,
            operation_id=view.__name__,
            summary=summary,
            tags=[tag],
            openapi_extra=words,
        )(strict)

    return register


def parameters(view: Callable[..., Any]) -> dict[str, bool]:
    """The query parameters of a view, and whether each may be repeated."""
    return {
        name: get_origin(field.annotation) is list
        for hint in get_type_hints(view).values()
        if inspect.isclass(hint) and issubclass(hint, questions.Asked)
        for name, field in hint.model_fields.items()
    }


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    faults = [{"name": name, "message": message} for name, message in error.faults]
    return problem(422, "参数有误", "".join(fault["message"] for fault in faults), faults)


@api.exception_handler(ValidationError)
def misread(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What the library could not read, in the words of the parameter's own description."""
    names = [part for fault in error.errors for part in fault["loc"] if part in questions.HOW]
    in_path = request.path.rsplit("/", 1)[-1:]
    faults = [
        (name, questions.misread(name, request.GET.getlist(name) or in_path)) for name in names
    ]
    return refused(request, Refused(faults))


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    """As for any address that leads nowhere (cixi_ip/web.py)."""
    raise error


def of_codes(model: type[Model], parameter: str, codes: Sequence[str], name: str) -> list[int]:
    """The keys of these codes; a code that does not exist is refused, not passed over."""
    known = dict(model._default_manager.filter(code__in=codes).values_list("code", "pk"))
    if absent := [code for code in dict.fromkeys(codes) if code not in known]:
        listed = "、".join(f"“{questions.shown(code)}”" for code in absent[:5])
        where = reverse("api_guide") + f"{parameter}s"
        message = f"没有代码为{listed}的{name}，请改正参数 {parameter}；全部代码见 {where}。"
        raise Refused([(parameter, message)])
    return list(known.values())


def chosen(rows: QuerySet[Any], asked: questions.OfFigures) -> QuerySet[Any]:
    if asked.indicator:
        keys = of_codes(models.Indicator, "indicator", asked.indicator, "指标")
        rows = rows.filter(indicator__in=keys)
    if asked.region:
        keys = of_codes(models.Region, "region", asked.region, "地区（口径）")
        rows = rows.filter(region__in=keys)
    return rows


def missing_code(name: str, code: str, where: str) -> Http404:
    listed = reverse("api_guide") + where
    return Http404(f"没有代码为“{questions.shown(code)}”的{name}。全部代码见 {listed}。")


def listed(answer: type[BaseModel], items: list[Any]) -> BaseModel:
    return answer(count=len(items), items=items)


@read("/indicators", shapes.Indicators, "指标", "全部指标")
def indicators(request: HttpRequest) -> BaseModel:
    rows = models.Indicator.objects.select_related("part_of", "numerator", "denominator")
    return listed(shapes.Indicators, [answers.indicator(row) for row in rows])


@read("/indicators/{code}", shapes.OneIndicator, "指标", "一个指标")
def indicator(request: HttpRequest, code: CodeInPath) -> BaseModel:
    rows = models.Indicator.objects.select_related("part_of", "numerator", "denominator")
    row = rows.filter(code=code).first()
    if row is None:
        raise missing_code("指标", code, "indicators")
    return shapes.OneIndicator(item=answers.indicator(row))


@read("/regions", shapes.Regions, "地区（口径）", "全部地区和口径")
def regions(request: HttpRequest) -> BaseModel:
    rows = models.Region.objects.select_related("parent", "scope")
    return listed(shapes.Regions, [answers.region(row) for row in rows])


@read("/regions/{code}", shapes.OneRegion, "地区（口径）", "一个地区或口径")
def region(request: HttpRequest, code: CodeInPath) -> BaseModel:
    row = models.Region.objects.select_related("parent", "scope").filter(code=code).first()
    if row is None:
        raise missing_code("地区（口径）", code, "regions")
    return shapes.OneRegion(item=answers.region(row))


@read("/observations", shapes.Observations, "数据", "按条件查找已发布的数")
def observations(request: HttpRequest, asked: Query[questions.OfObservations]) -> BaseModel:
    """现行版，或 as_of 那一刻有效的版次；各条件须同时满足，一个条件给出多个值则满足其一。"""
    if asked.year_from > asked.year_to:
        message = f"起始年份 {asked.year_from} 晚于截止年份 {asked.year_to}，请对调或改正。"
        raise Refused([("year_from", message)])
    rows = chosen(models.Observation.objects.published(asked.as_of), asked)
    rows = rows.filter(year__range=(asked.year_from, asked.year_to))
    if asked.through_month:
        rows = rows.filter(through_month__in=asked.through_month)
    if asked.status:
        rows = rows.filter(status__in=asked.status)
    count, end = rows.count(), asked.offset + asked.limit
    page = rows.select_related(*BESIDE).order_by(*IN_ORDER)[asked.offset : end]
    return shapes.Observations(
        count=count,
        limit=asked.limit,
        offset=asked.offset,
        next=at(request, end) if end < count else None,
        previous=at(request, max(0, asked.offset - asked.limit)) if asked.offset else None,
        items=[answers.observation(row) for row in page],
    )


def at(request: HttpRequest, offset: int) -> str:
    """The address of another page of the same question, without a host."""
    query = request.GET.copy()
    query["offset"] = str(offset)
    return f"{request.path}?{query.urlencode()}"


@read("/observations/{id}", shapes.OneObservation, "数据", "一个已发布的数")
def observation(request: HttpRequest, id: IdInPath) -> BaseModel:
    """任何一版都可以按编号取得，包括已被替代的。"""
    row = models.Observation.objects.select_related(*BESIDE).filter(pk=id).first()
    if row is None:
        where = reverse("api_guide") + "observations"
        raise Http404(f"没有编号为 {id} 的数据。编号见 {where} 中的 id。")
    return shapes.OneObservation(item=answers.observation(row))


@read("/notes", shapes.Notes, "注释", "口径变更与注释")
def notes(request: HttpRequest, asked: Query[questions.OfIndicators]) -> BaseModel:
    """读历年数之前先看：哪年起口径变了，变更前后的数不能相比。"""
    rows = models.SeriesBreak.objects.select_related("indicator", "source")
    if asked.indicator:
        keys = of_codes(models.Indicator, "indicator", asked.indicator, "指标")
        rows = rows.filter(indicator__in=keys)
    return listed(shapes.Notes, [answers.note(row) for row in rows])


@read("/targets", shapes.Targets, "目标", "目标")
def targets(request: HttpRequest, asked: Query[questions.OfFigures]) -> BaseModel:
    """计划要达到的数，不是完成数，不能当作已发布的数引用。"""
    rows = models.Target.objects.select_related("indicator", "region", "source")
    return listed(shapes.Targets, [answers.target(row) for row in chosen(rows, asked)])


ROUTES = tuple(api.urls[0])
