"""Brings the files of fixtures/ into the database; what is there already is never touched."""

import csv
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.conf import settings
from django.core import serializers
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction

from cixi_ip.models import Event
from stats import actions
from stats.models import (
    Chain,
    Entry,
    Indicator,
    Initiative,
    Observation,
    Programme,
    Region,
    SeriesBreak,
    Source,
    Target,
)

TITLE = "系统自带的公开数据"
NUMBERS = {
    "value": Decimal,
    "half_width": Decimal,
    "reported_growth": Decimal,
    "year": int,
    "through_month": int,
    "growth_digits": int,
    "rank": int,
    "rank_of": int,
    "stated_year": int,
    "due_year": int,
}
REFERENCES: dict[str, tuple[str, type[models.Model], str]] = {
    "indicator": ("code", Indicator, "指标"),
    "region": ("code", Region, "地区"),
    "rank_region": ("code", Region, "地区"),
    "source": ("title", Source, "来源"),
}
REQUIRED = ("indicator", "region", "source")
Row = tuple[int, dict[str, str]]
Rows = list[Row]


def folder() -> Path:
    return Path(settings.FIXTURE_DIRS[0])


@transaction.atomic
def load_catalogue() -> dict[str, int]:
    """Add regions, indicators, programmes and chains that are unknown, and notes; how many."""
    added = {
        "地区": add_missing(Region, "regions.json", "code"),
        "指标": add_missing(Indicator, "indicators.json", "code"),
        "口径注释": add_breaks(),
        "培育项目": add_missing(Programme, "programmes.json", "name"),
        "产业链": add_missing(Chain, "chains.json", "name"),
        "行动计划": add_missing(Initiative, "initiatives.json", "name"),
    }
    if any(added.values()):
        Event.objects.record("修改目录", by=None, label="系统装载", **added)
    return added


@transaction.atomic
def load_published() -> dict[str, int]:
    """Add the figures and targets whose key is unknown, with the sources they name.

    Sources come only with a figure that needs them: one that staff have renamed stays renamed.
    """
    figures, targets = new_figures(), new_targets()
    titles = {row["source"] for _line, row in figures + targets}
    added = {"来源": add_missing(Source, "sources.json", "title", only=titles)}
    added["数据"] = publish(figures)
    for (line, _row), target in zip(targets, build(Target, "targets.csv", targets), strict=True):
        with blaming("targets.csv", line):
            target.save()
    return added | {"目标": len(targets)}


def publish(figures: Rows) -> int:
    if not figures:
        return 0
    entries = list(build(Entry, "figures.csv", figures))
    try:
        return actions.load(title=TITLE, entries=entries)
    except IntegrityError:
        # Asking each constraint beforehand takes seconds; only a refusal is worth the search.
        for (line, _row), entry in zip(figures, entries, strict=True):
            with blaming("figures.csv", line):
                entry.validate_constraints(exclude=["submission"])
        raise


def add_missing(
    model: type[models.Model], file: str, key: str, *, only: set[str] | None = None
) -> int:
    known = set(model._default_manager.values_list(key, flat=True))
    added = 0
    for line, row in objects(file):
        name = row["fields"][key]
        if name in known or (only is not None and name not in only):
            continue
        add(file, line, row)
        known.add(name)
        added += 1
    return added


def add_breaks() -> int:
    """Notes for the series that have none: where there is one, staff may have reworded others."""
    noted = set(SeriesBreak.objects.values_list("indicator__code", flat=True))
    fresh = [
        (line, row)
        for line, row in objects("breaks.json")
        if row["fields"]["indicator"][0] not in noted
    ]
    for line, row in fresh:
        add("breaks.json", line, row)
    return len(fresh)


def add(file: str, line: int, row: dict) -> None:  # type: ignore[type-arg]
    with blaming(file, line):
        for item in serializers.deserialize("python", [row]):
            item.object.full_clean(validate_constraints=False)
            item.save()


def objects(file: str) -> Iterator[tuple[int, dict]]:  # type: ignore[type-arg]
    """The objects of a JSON fixture written one a line, each with its line number."""
    for line, text in enumerate((folder() / file).read_text("utf-8").splitlines(), 1):
        text = text.strip().rstrip(",")
        if text in ("", "[", "]"):
            continue
        try:
            yield line, json.loads(text)
        except json.JSONDecodeError as error:
            raise fault(file, line, "不是完整的 JSON 对象（每个对象须独占一行）") from error


def new_figures() -> Rows:
    rows = by_key("figures.csv", "indicator", "region", "year", "through_month")
    known = (
        Observation.objects.filter(vintage=1, region__code__in={key[1] for key in rows})
        .order_by()
        .values_list("indicator__code", "region__code", "year", "through_month")
    )
    return missing(rows, known)


def new_targets() -> Rows:
    rows = by_key("targets.csv", "indicator", "region", "stated_year")
    known = Target.objects.values_list("indicator__code", "region__code", "stated_year")
    return missing(rows, known)


def missing(rows: dict[tuple[str, ...], Row], known: Iterable[tuple[object, ...]]) -> Rows:
    there = {tuple(str(part) for part in key) for key in known}
    return [row for key, row in rows.items() if key not in there]


def by_key(file: str, *columns: str) -> dict[tuple[str, ...], Row]:
    """The rows of a file under their keys; a key that comes twice is refused."""
    rows: dict[tuple[str, ...], Row] = {}
    for line, row in lines(file):
        key = tuple(row[name].strip() for name in columns)
        if key in rows:
            raise fault(file, line, f"与第 {rows[key][0]} 行的指标、地区和时段相同")
        rows[key] = (line, row)
    return rows


def lines(file: str) -> Iterator[Row]:
    with (folder() / file).open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream, restkey="", restval="")
        for row in reader:
            if "" in row:
                raise fault(file, reader.line_num, "比表头多出一列，含逗号的文字须加引号")
            yield reader.line_num, row


def build(model: type, file: str, rows: Rows) -> Iterator:  # type: ignore[type-arg]
    """Unsaved, validated objects of `rows`; foreign keys are resolved in one query a model."""
    found = {
        name: {getattr(item, key): item for item in target._default_manager.all()}
        for name, (key, target, _label) in REFERENCES.items()
        if rows and name in rows[0][1]
    }
    for line, row in rows:
        values = {}
        for name, text in row.items():
            if not text and name not in REQUIRED:
                continue
            if name in found:
                if text not in found[name]:
                    label = REFERENCES[name][2]
                    raise fault(file, line, f"{name} 列的{label}“{text}”不在目录中")
                values[name] = found[name][text]
            elif name in NUMBERS:
                values[name] = number(file, line, row, name)
            else:
                values[name] = text
        item = model(**values)
        with blaming(file, line):
            item.clean_fields(exclude=["submission", *found])
            item.clean()
        yield item


def number(file: str, line: int, row: dict[str, str], name: str) -> Decimal | int:
    try:
        return NUMBERS[name](row[name])
    except (ValueError, InvalidOperation) as error:
        raise fault(file, line, f"{name} 列的“{row[name]}”不是数字") from error


@contextmanager
def blaming(file: str, line: int) -> Iterator[None]:
    """Whatever is refused inside becomes a complaint that names the file and the line."""
    try:
        yield
    except ValidationError as error:
        raise fault(file, line, reasons(error)) from error
    except (serializers.base.DeserializationError, IntegrityError) as error:
        raise fault(file, line, str(error)) from error


def reasons(error: ValidationError) -> str:
    """The messages, each behind the column it is about."""
    if not hasattr(error, "error_dict"):
        return "；".join(error.messages)
    return "；".join(
        ("" if column == NON_FIELD_ERRORS else f"{column} 列：") + "".join(messages)
        for column, messages in error.message_dict.items()
    )


def fault(file: str, line: int, reason: str) -> ValidationError:
    return ValidationError(f"{folder() / file} 第 {line} 行：{reason}。本次没有写入任何数据。")
