"""What may be asked of the interface, and what is said of a question that cannot be answered."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Any

from django.utils.timezone import is_naive, make_aware
from ninja import Path
from pydantic import BaseModel, BeforeValidator, Field
from pydantic.json_schema import SkipJsonSchema

from stats.api.shapes import Status
from stats.models.figure import FIRST_YEAR, LAST_YEAR

MOST_ROWS, MOST_CODES, MOST_SKIPPED = 1000, 100, 10_000_000
# Before the first figure and after the last: beyond them a change of zone leaves the calendar.
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
WRITTEN = re.compile(
    r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[-+ ]\d\d:\d\d)?",
    re.ASCII | re.IGNORECASE,
)


def whole(text: object) -> object:
    """Digits alone; other spellings of whole numbers (1.0, 1_000) are not what was described."""
    if isinstance(text, str) and not re.fullmatch("-?[0-9]{1,20}", text):
        raise ValueError("not a whole number")
    return text


def moment(text: object) -> object:
    """A moment as it is written in an address: without a zone it is Beijing time.

    An address turns + into a space unless it is written %2B, so a space before the zone is a +.
    """
    if not isinstance(text, str):
        return text
    written = WRITTEN.fullmatch(text)
    if written is None:
        raise ValueError("not a moment")
    day, time, zone = written.groups()
    at = datetime.fromisoformat(f"{day}T{time}{(zone or '').replace(' ', '+').upper()}")
    return min(max(make_aware(at) if is_naive(at) else at, EARLIEST), LATEST)


Code = Annotated[str, Field(pattern=r"^[^\u0000-\u001f\u007f]+$", max_length=60)]
Id = Annotated[int, Field(ge=1, le=2**63 - 1), BeforeValidator(whole)]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR), BeforeValidator(whole)]
Month = Annotated[int, Field(ge=1, le=12), BeforeValidator(whole)]
Rows = Annotated[int, Field(ge=1, le=MOST_ROWS), BeforeValidator(whole)]
Skipped = Annotated[int, Field(ge=0, le=MOST_SKIPPED), BeforeValidator(whole)]
Moment = Annotated[datetime, BeforeValidator(moment)]

INDICATOR = Field(
    [],
    max_length=MOST_CODES,
    title="指标",
    description="指标代码，可重复给出，至多 100 个；全部代码见 /api/v1/indicators",
    json_schema_extra={"example": ["patent.granted"]},
)
REGION = Field(
    [],
    max_length=MOST_CODES,
    title="地区（口径）",
    description="地区（口径）代码，可重复给出，至多 100 个；全部代码见 /api/v1/regions",
    json_schema_extra={"example": ["330282-BJ"]},
)


class Asked(BaseModel):
    """The parameters of one operation; a parameter that is a list may be given several times."""


class OfIndicators(Asked):
    indicator: list[Code] = INDICATOR


class OfFigures(Asked):
    indicator: list[Code] = INDICATOR
    region: list[Code] = REGION


class OfObservations(OfFigures):
    year_from: Year = Field(
        FIRST_YEAR, title="起始年份", description="含当年；1949 至 2100 的整数，如 2018"
    )
    year_to: Year = Field(
        LAST_YEAR, title="截止年份", description="含当年；1949 至 2100 的整数，不早于起始年份"
    )
    through_month: list[Month] = Field(
        [],
        max_length=12,
        title="截至月份",
        description="1 至 12 的整数，可重复给出；12 为全年或年末",
    )
    status: list[Status] = Field(
        [],
        max_length=8,
        title="状态",
        description="状态代码 A、P、E、B、D、L、M、Q，可重复给出",
    )
    as_of: Moment | SkipJsonSchema[None] = Field(
        None,
        title="截至哪一刻",
        description="取那一刻有效的版次，写作 2023-04-12T09:30:00+08:00；不写时区按北京时间，"
        "网址里的 + 写作 %2B。不给则取现行版",
    )
    limit: Rows = Field(100, title="每页几条", description="1 至 1000 的整数")
    offset: Skipped = Field(0, title="跳过几条", description="0 至 10000000 的整数")


IN_PATH = {
    "code": "至多 60 个字符；全部代码见 /api/v1/indicators 和 /api/v1/regions",
    "id": "正整数，见 /api/v1/observations 中的 id",
}
CodeInPath = Annotated[Code, Path(..., title="代码", description=IN_PATH["code"])]
IdInPath = Annotated[Id, Path(..., title="编号", description=IN_PATH["id"])]
HOW = IN_PATH | {
    name: field.description or "" for name, field in OfObservations.model_fields.items()
}


class Refused(Exception):
    """A question that cannot be answered: what is wrong with which parameter, in Chinese."""

    def __init__(self, faults: Iterable[tuple[str, str]]) -> None:
        self.faults = list(dict.fromkeys(faults))
        super().__init__(self.faults)


def shown(value: str) -> str:
    """What was sent, short enough and plain enough for a message."""
    plain = "".join(letter if letter.isprintable() else "�" for letter in value)
    return plain if len(plain) <= 40 else f"{plain[:40]}…"


def misread(name: str, values: list[str]) -> str:
    sent = "、".join(f"“{shown(value)}”" for value in values[:3])
    more = "等" if len(values) > 3 else ""
    return f"参数 {name} 的值{sent}{more}不可用。要求：{HOW[name]}。"


def faults_of(sent: Any, known: dict[str, bool]) -> list[tuple[str, str]]:
    """Parameters that do not exist, and those given twice that may be given once.

    `known` says of each parameter whether it may be repeated.
    """
    names = "、".join(known) or "没有"
    faults = [
        (shown(name), f"没有参数“{shown(name)}”，请删去或改正。这个接口的参数：{names}。")
        for name in sent
        if name not in known
    ]
    return faults + [
        (name, f"参数 {name} 只能给一次，现给了 {len(sent.getlist(name))} 次，请只留一个。")
        for name, may_repeat in known.items()
        if not may_repeat and len(sent.getlist(name)) > 1
    ]
