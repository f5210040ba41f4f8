"""The front page in a real browser: first paint, charts ready, and what Lighthouse says of it."""

import json
import os
import statistics
import subprocess
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

from django.core.management import call_command
from playwright.sync_api import Browser, sync_playwright

from bench.pages import session_cookie
from bench.server import ours
from cixi_ip.setup import chromium
from cixi_ip.setup.steps import BASE

RUNS = 3
TITLE = "数据看板"
CHROMIUM = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic")
BARS = {"performance": "性能", "accessibility": "无障碍", "best-practices": "最佳实践"}
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
READY = ".chart-canvas.is-live .main-svg"


def run() -> None:
    call_command("collectstatic", verbosity=0, interactive=False)
    cookie = session_cookie()
    with ours() as address:
        in_browser(address, cookie)
        in_lighthouse(address, cookie)


def in_browser(address: str, cookie: str) -> None:
    paints, charts = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(chromium.program()), args=list(CHROMIUM[1:])
        )
        for _ in range(2 * RUNS):
            paint, chart = painted(browser, address, cookie)
            paints.append(paint)
            charts.append(chart)
        browser.close()
    print(
        f"首页在浏览器中：首次显示 {statistics.median(paints):.0f} 毫秒，"
        f"移动鼠标后图表可交互 {statistics.median(charts):.0f} 毫秒（各 {len(paints)} 次的中位数）"
    )


def painted(browser: Browser, address: str, cookie: str) -> tuple[float, float]:
    """Milliseconds to the first content, and from the first stir to a chart one can touch."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    pairs = (pair.split("=", 1) for pair in cookie.split("; "))
    context.add_cookies([{"name": n, "value": v, "url": address} for n, v in pairs])
    page = context.new_page()
    page.goto(f"{address}/", wait_until="load")
    assert TITLE in page.title(), page.title()
    while (paint := page.evaluate(PAINT)) is None:
        page.wait_for_timeout(20)
    stirred = page.evaluate("performance.now()")
    page.mouse.move(700, 400)  # only then is plotly fetched; the static picture is there at once
    page.locator(READY).first.wait_for()
    found = paint, page.evaluate("performance.now()") - stirred
    context.close()
    return found


def in_lighthouse(address: str, cookie: str) -> None:
    """Desktop preset, logged in; the median of three. The bar is 95 of 100 in each."""
    program = Path(os.environ["BENCH_TOOLS"]) / "npm" / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        print("Lighthouse：没有装（需要 npm），未测")
        return
    asked = urllib.request.Request(f"{address}/", headers={"Cookie": cookie})
    with urllib.request.urlopen(asked) as answer:
        assert TITLE in answer.read().decode()
    reports = [report(program, address, cookie) for _ in range(RUNS)]
    for category, name in BARS.items():
        scores = [round(each["categories"][category]["score"] * 100) for each in reports]
        print(f"Lighthouse {name}：{statistics.median(scores)} 分（{scores}），目标 ≥ 95")


def report(program: Path, address: str, cookie: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        headers, output = Path(folder) / "headers.json", Path(folder) / "report.json"
        headers.write_text(json.dumps({"Cookie": cookie}))
        subprocess.run(
            [
                *(program, f"{address}/", "--preset=desktop", "--quiet", "--output=json"),
                *(f"--extra-headers={headers}", f"--output-path={output}"),
                f"--chrome-flags={' '.join(CHROMIUM)}",
                f"--only-categories={','.join(BARS)}",
            ],
            env=os.environ | {"CHROME_PATH": str(chromium.program())},
            cwd=BASE,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        found: dict[str, Any] = json.loads(output.read_text())
    # A page of the login would have been measured in the place of ours.
    assert found["finalDisplayedUrl"] == f"{address}/", found["finalDisplayedUrl"]
    return found
