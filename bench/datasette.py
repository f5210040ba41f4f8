"""The published figures of one year as a page: ours, and Datasette's of the same rows."""

import os
import sqlite3
import statistics
import tempfile
import time
import urllib.request
from pathlib import Path

from django.db import connection

from bench.pages import session_cookie
from bench.server import free_port, ours, serving

YEAR = 2022
ROUNDS, PER_ROUND = 7, 40
# What our page prints of each figure, from the same database, as Datasette's users would ask it.
VIEW = """
CREATE VIEW year_table AS
SELECT i."group", i.name, r.name AS region, i.unit, o.value, b.value AS year_before,
       ROUND(100.0 * (o.value - b.value) / NULLIF(b.value, 0), 1) AS growth,
       o.reported_growth, o.rank, o.status, s.title AS source
FROM stats_observation o
JOIN stats_indicator i ON i.id = o.indicator_id
JOIN stats_region r ON r.id = o.region_id
JOIN stats_source s ON s.id = o.source_id
LEFT JOIN stats_observation b ON b.indicator_id = o.indicator_id AND b.region_id = o.region_id
     AND b.year = o.year - 1 AND b.through_month = o.through_month AND b.superseded_at IS NULL
WHERE o.superseded_at IS NULL AND o.through_month = 12 AND o.year = 2022
  AND r.code IN ('330282', '330282-BJ')
ORDER BY i."order", r.code
"""


def run() -> None:
    program = Path(os.environ["BENCH_TOOLS"]) / "datasette" / "bin" / "datasette"
    if connection.vendor != "sqlite" or not program.exists():
        print("Datasette：只在 make bench 的 SQLite 库上对比，未测")
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.db"
        rows = copied(copy)
        port = free_port()
        command = (str(program), "serve", str(copy), "--port", str(port))
        with ours() as own, serving(*command, port=port) as theirs:
            pages = {
                "一览表": (f"{own}/table/?year={YEAR}&only=published", session_cookie()),
                "Datasette": (f"{theirs}/copy/year_table?_size={rows}", ""),
            }
            compare(pages, rows)


def copied(copy: Path) -> int:
    """The scratch database with the view added; the number of its rows."""
    connection.ensure_connection()
    with sqlite3.connect(copy) as target:
        connection.connection.backup(target)
        target.execute(VIEW)
        return int(target.execute("SELECT COUNT(*) FROM year_table").fetchone()[0])


def compare(pages: dict[str, tuple[str, str]], rows: int) -> None:
    spent: dict[str, list[float]] = {name: [] for name in pages}
    for name, (url, cookie) in pages.items():
        text = asked(url, cookie)
        assert text.count("<tr") > rows, (name, text.count("<tr"), rows)
    for _ in range(ROUNDS):
        for name, (url, cookie) in pages.items():
            started = time.perf_counter()
            for _ in range(PER_ROUND):
                asked(url, cookie)
            spent[name].append((time.perf_counter() - started) / PER_ROUND * 1000)
    own, theirs = (statistics.median(times) for times in spent.values())
    ratios = [b / a for a, b in zip(*spent.values(), strict=True)]
    print(
        f"{YEAR}年 {rows} 行的表：一览表 {own:.1f} 毫秒，Datasette {theirs:.1f} 毫秒；"
        f"吞吐是 Datasette 的 {statistics.median(ratios):.1f} 倍"
        f"（{min(ratios):.1f}—{max(ratios):.1f}），目标 ≥ 2 倍"
    )


def asked(url: str, cookie: str) -> str:
    request = urllib.request.Request(url, headers={"Cookie": cookie} if cookie else {})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return str(answer.read().decode())
