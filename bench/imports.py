"""Import of 100,000 figures on PostgreSQL, against a raw COPY into the same tables."""

import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FIGURES, RUNS = 100_000, 3
YEARS = range(1990, 2015)
MADE_UP = "演示数据，不是真实统计"
BARS = {"校验过的数据写入批次": 3, "整批审核发布": 3, "整个 xlsx 文件（读取、校验、写入）": 5}


def run() -> None:
    """Measured in a process of its own, for this one has its own database already."""
    sys.path.insert(0, str(ROOT))
    from tests.postgres import Cluster

    cluster = Cluster()
    try:
        cluster.start()
        environment = os.environ | {"DATABASE_URL": cluster.url()}
        command = [sys.executable, "-m", "bench.imports"]
        subprocess.run(command, env=environment, cwd=ROOT, check=True)
    finally:
        cluster.stop()


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_fixtures", verbosity=0)
    measure()


def measure() -> None:
    content, people = workbook(), (person("录入员"), person("复核员"))
    rounds = [one_round(content, *people) for _ in range(RUNS)]
    print(f"导入 {FIGURES:,} 条（{MADE_UP}）；倍数的基准是 COPY 到同样的表，{RUNS} 次中位数")
    for name, bar in BARS.items():
        pairs = [found[name] for found in rounds]
        ratios = [own / copy for own, copy in pairs]
        own, copy = (statistics.median(taken) for taken in zip(*pairs, strict=True))
        print(
            f"{name}：{own:.1f} 秒，COPY {copy:.1f} 秒，是它的 {statistics.median(ratios):.2f} 倍"
            f"（{min(ratios):.2f}—{max(ratios):.2f}），目标 ≤ {bar} 倍"
        )


def one_round(content: bytes, clerk: Any, reviewer: Any) -> dict[str, tuple[float, float]]:
    """From the file to what is published; for each part our seconds beside those of COPY."""
    from stats import actions

    whole, batch = timed(lambda: imported(content, clerk))
    copy_entries = copied("stats_entry", batch.pk)
    written = rewritten(batch)
    actions.submit(by=clerk, submission=batch)
    published, figures = timed(lambda: actions.approve(by=reviewer, submission=batch))
    assert figures.count() == FIGURES
    copy_figures = copied("stats_observation", batch.pk)
    forget(batch.pk)
    taken = ((written, copy_entries), (published, copy_figures), (whole, copy_entries))
    return dict(zip(BARS, taken, strict=True))


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    start = perf_counter()
    result = act()
    return perf_counter() - start, result


def person(role: str) -> Any:
    from django.contrib.auth.models import Group

    from cixi_ip.models import User

    made = User.objects.create_user(role)
    made.groups.add(Group.objects.get(name=role))
    return made


def imported(content: bytes, clerk: Any) -> Any:
    """The whole way of a file: uploaded, read, confirmed, written as a batch."""
    from stats import actions
    from stats.models import ImportFile, Source

    file = actions.upload_import(
        by=clerk, kind=ImportFile.Kind.TEMPLATE, name="演示数据.xlsx", content=content
    )
    file = actions.read_import(file)
    assert file.state == "ready", file.outcome
    source = Source.objects.first()
    file = actions.confirm_import(
        by=clerk, file=file, title="演示数据", source=source, explanation=MADE_UP
    )
    return actions.write_import(by=clerk, file=file)


def workbook() -> bytes:
    """Our template with made-up figures: every count of every region, some years."""
    import xlsxwriter

    from stats.imports.template import HEADINGS
    from stats.models import Indicator, Region

    names = ("code", "region_code", "year", "through_month", "value", "explanation")
    counts = Indicator.objects.exclude(kind="ratio").filter(decimals=0)
    codes = list(counts.values_list("code", flat=True))
    regions = list(Region.objects.values_list("code", flat=True))
    rows = ((code, region, year) for year in YEARS for region in regions for code in codes)
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("数据")
        sheet.write_row(0, 0, [HEADINGS[name] for name in names])
        for line, (code, region, year) in zip(range(1, FIGURES + 1), rows, strict=False):
            value = 1000 + (line * 7) % 400
            sheet.write_row(line, 0, [code, region, year, 12, value, MADE_UP])
        assert line == FIGURES
    return stream.getvalue()


def copied(table: str, batch: int) -> float:
    """Seconds of a raw COPY of a batch's rows into a twin with all indexes and constraints."""
    from django.db import connection, transaction

    lines = StringIO()
    with connection.cursor() as cursor:
        cursor.execute(f"create table twin (like {table} including all)")
        cursor.execute(
            "select conname, pg_get_constraintdef(oid) from pg_constraint"
            " where conrelid = %s::regclass and contype = 'f'",
            [table],
        )
        for name, definition in cursor.fetchall():
            cursor.execute(f"alter table twin add constraint {name}_twin {definition}")
        rows = f"(select * from {table} where submission_id = {batch})"  # noqa: S608
        cursor.copy_expert(f"copy {rows} to stdout", lines)
        lines.seek(0)
        start = perf_counter()
        with transaction.atomic():
            cursor.copy_expert("copy twin from stdin", lines)
        taken = perf_counter() - start
        cursor.execute("drop table twin")
    return taken


def rewritten(batch: Any) -> float:
    """Seconds to write the batch's validated entries once more, from objects to commit."""
    from stats import bulk
    from stats.models import Submission

    other = Submission.objects.create(title="演示数据", created_by=batch.created_by)
    entries = list(batch.entries.all())
    for entry in entries:
        entry.pk, entry.submission = None, other
    taken, _nothing = timed(lambda: bulk.write(entries))
    forget(other.pk)
    return taken


def forget(batch: int) -> None:
    """Leave the tables to the next round as this one found them."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in ("stats_observation", "stats_entry"):
            cursor.execute(f"delete from {table} where submission_id = %s", [batch])  # noqa: S608
            cursor.execute(f"vacuum {table}")


if __name__ == "__main__":
    main()
