"""The engine's process: bounded in time and memory, replaced when it dies, offline, never left."""

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import typst
from django.core.exceptions import ValidationError

from cixi_ip import engine, typeset
from cixi_ip.typeset import worker
from cixi_ip.typeset.worker import keeper

BASE = Path(__file__).parents[2]
MOMENT = datetime(2023, 4, 12, tzinfo=UTC)
PAGE = """#set document(title: "试", date: auto)
#let d = json(bytes(sys.inputs.data))
#set text(font: json(bytes(sys.inputs.faces)).roles.黑体.families, fallback: false, lang: "zh")
#text(d.text)
"""
ENDLESS = "#for i in range(9000) { for j in range(9000) { for k in range(9000) {} } }"
SOME_SECONDS = "#for i in range(4000) { for j in range(1000) {} }"
BOMB = "#let bomb = (0,) * 200000000"
SCRIPT = """
import sys
sys.path.insert(0, ".")
import django; django.setup()
import os
from pathlib import Path
from cixi_ip import typeset
from cixi_ip.typeset import worker
from cixi_ip.typeset.worker import keeper
from tests.cixi_ip.test_typeset_worker import MOMENT
page = Path(sys.argv[1])
def made(text="检测"):
    return typeset.render(page, {"text": text}, moment=MOMENT)
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    (tmp_path / "templates").mkdir()
    return written(tmp_path / "templates" / "page.typ")


@pytest.fixture
def anew() -> Iterator[None]:
    """An engine begun within the test, with what the test has set for it."""
    keeper.stop()
    yield
    keeper.stop()


def written(page: Path, *more: str) -> Path:
    page.write_text(PAGE + "\n".join(more), encoding="utf-8")
    return page


def made(page: Path, text: str = "检测") -> bytes:
    return typeset.render(page, {"text": text}, moment=MOMENT)


def process_id() -> int:
    assert keeper.process is not None
    return keeper.process.popen.pid


def script(page: Path, text: str) -> list[str]:
    return [sys.executable, "-W", "error", "-c", SCRIPT + text, str(page)]


def has_gone(pid: int, within: float) -> bool:
    until = time.monotonic() + within
    while time.monotonic() < until:
        if not Path(f"/proc/{pid}").exists():
            return True
        time.sleep(0.05)
    return False


def test_one_process_serves_one_text_after_another(page: Path) -> None:
    first = made(page)
    begun = process_id()

    assert made(page, "另一件") != first
    assert made(page) == first
    assert process_id() == begun


def test_a_text_that_takes_too_long_is_refused_in_time(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = made(page)
    monkeypatch.setattr(worker, "SECONDS", 1.0)
    started = time.monotonic()

    with pytest.raises(
        ValidationError, match="排版超过 1 秒仍未完成，已停止。请缩短正文"
    ) as refused:
        made(written(page, ENDLESS))
    assert refused.value.code == "too_slow"
    assert time.monotonic() - started < 5
    assert keeper.process is None
    assert made(written(page)) == expected


def test_a_text_that_takes_too_much_memory_is_refused(page: Path) -> None:
    expected = made(page)

    with pytest.raises(ValidationError, match="超过 1024 MB 的上限，已停止。请缩短正文") as refused:
        made(written(page, BOMB))
    assert refused.value.code == "too_large"
    assert made(written(page)) == expected


def test_a_process_grown_big_makes_room_for_a_fresh_one(page: Path) -> None:
    expected = made(page)
    begun = process_id()
    big = made(written(page, "#let big = (0,) * 20000000", "#big.len()"))

    assert big != expected
    assert made(written(page)) == expected
    assert process_id() != begun


def test_an_engine_killed_between_two_letters_is_begun_anew(page: Path) -> None:
    expected = made(page)
    killed = process_id()
    os.kill(killed, signal.SIGKILL)

    assert made(page) == expected
    assert process_id() != killed


def test_an_engine_killed_midway_makes_the_letter_all_the_same(page: Path) -> None:
    expected = made(written(page, SOME_SECONDS))
    keeper.stop()
    made(written(page))  # the fonts are loaded
    results: list[bytes] = []
    written(page, SOME_SECONDS, "// not known yet")
    letter = Thread(target=lambda: results.append(made(page)))
    killed = process_id()
    letter.start()
    time.sleep(0.1)
    os.kill(killed, signal.SIGKILL)
    letter.join()

    assert results == [expected]
    assert process_id() != killed


def test_an_engine_that_dies_again_and_again_is_told_of(
    page: Path, monkeypatch: pytest.MonkeyPatch, anew: None
) -> None:
    """Here it finds no Python to run in."""
    typeset.library()
    keeper.stop()
    monkeypatch.setattr(sys, "executable", "/bin/false")

    with pytest.raises(
        ValidationError, match="排版引擎意外停止（退出码 1）。请再试一次"
    ) as refused:
        made(page)
    assert refused.value.code == "engine_stopped"


def test_an_interrupted_question_leaves_no_answer_to_the_next(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, other = made(page), made(page, "另一件")

    def interrupted(*_: Any) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(type(keeper.process.line), "poll", interrupted)
        with pytest.raises(KeyboardInterrupt):
            made(page, "另一件")
    assert made(page) == expected
    assert made(page, "另一件") == other


def test_twenty_threads_each_get_their_own_letter(page: Path) -> None:
    expected = [made(page, f"第{number}件") for number in range(20)]
    results: dict[int, bytes] = {}

    def work(number: int) -> None:
        results[number] = made(page, f"第{number}件")

    threads = [Thread(target=work, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [results[number] for number in range(20)] == expected


def test_a_forked_process_has_an_engine_of_its_own(page: Path) -> None:
    """As where a server forks its workers after the first letter; and nothing is left of either."""
    forking = script(
        page,
        """
import hashlib
first = made()
ours = keeper.process.popen.pid
sys.stdout.flush()
child = os.fork()
pdf = made()
print(hashlib.sha256(pdf).hexdigest(), keeper.process.popen.pid, pdf == first, flush=True)
if not child:
    assert keeper.process.popen.pid != ours
    sys.exit()
assert os.waitpid(child, 0)[1] == 0
assert made() == first
assert keeper.process.popen.pid == ours
""",
    )
    done = subprocess.run(forking, cwd=BASE, capture_output=True, text=True, check=False)

    assert done.stderr == ""
    assert done.returncode == 0
    lines = [line.split() for line in done.stdout.splitlines()]
    digest = hashlib.sha256(made(page)).hexdigest()
    assert [(line[0], line[2]) for line in lines] == [(digest, "True")] * 2
    assert len({line[1] for line in lines}) == 2
    assert all(has_gone(int(line[1]), within=1) for line in lines)


BEGUN = "import time\nmade()\nprint(keeper.process.popen.pid, flush=True)\n"
IDLE = BEGUN + "time.sleep(60)"
FORKED = BEGUN + "os.fork()\ntime.sleep(60)"
BUSY = BEGUN + (
    "worker.SECONDS = 1.0\n"
    f"page.write_text(page.read_text('utf-8') + {ENDLESS!r}, 'utf-8')\n"
    "type(keeper.process.line).poll = lambda *_: time.sleep(60)\nmade()"
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(IDLE, id="idle"),
        pytest.param(FORKED, id="forked"),
        pytest.param(BUSY, id="busy", marks=pytest.mark.slow),
    ],
)
def test_an_engine_does_not_outlive_a_killed_process(page: Path, text: str) -> None:
    """Not when a forked copy keeps its line open, nor in the middle of an endless text."""
    with subprocess.Popen(
        script(page, text),
        cwd=BASE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as asking:
        assert asking.stdout is not None
        pid = int(asking.stdout.readline())
        time.sleep(0.3)
        assert not has_gone(pid, within=0.1)
        os.kill(asking.pid, signal.SIGKILL)
        try:
            assert has_gone(pid, within=60)
        finally:
            os.killpg(asking.pid, signal.SIGKILL)


def test_a_template_reaches_no_network(
    page: Path, monkeypatch: pytest.MonkeyPatch, anew: None
) -> None:
    """A proxy of ours hears Typst itself ask for a package, and nothing from our engine."""
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        proxy.settimeout(10)
        address = f"http://127.0.0.1:{proxy.getsockname()[1]}"
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy"):
            monkeypatch.setenv(name, address)
        monkeypatch.setenv("no_proxy", "packages.typst.org")
        bare = page.with_name("bare.typ")
        bare.write_text('#import "@preview/example:0.1.0": *')
        alone = "import os, sys, typst\nos.environ.pop('no_proxy')\ntypst.compile(sys.argv[1])"
        with subprocess.Popen(
            [sys.executable, "-c", alone, str(bare)], stderr=subprocess.DEVNULL
        ) as other:
            heard, _ = proxy.accept()
            heard.close()
            other.kill()
        proxy.settimeout(0.5)

        with pytest.raises(typst.TypstError, match="failed to download package"):
            made(written(page, bare.read_text()))
        with pytest.raises(TimeoutError):
            proxy.accept()


def test_no_package_of_this_machine_is_found(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, anew: None
) -> None:
    for variable in ("XDG_DATA_HOME", "XDG_CACHE_HOME"):
        package = tmp_path / variable / "typst" / "packages" / "local" / "example" / "0.1.0"
        package.mkdir(parents=True)
        (package / "typst.toml").write_text(
            '[package]\nname = "example"\nversion = "0.1.0"\nentrypoint = "a.typ"\n'
        )
        (package / "a.typ").write_text("#let a = 1")
        monkeypatch.setenv(variable, str(tmp_path / variable))

    with pytest.raises(typst.TypstError, match="package not found"):
        made(written(page, '#import "@local/example:0.1.0": *'))


OUTSIDE = {
    "#read({secret})": "file not found",
    '#read("../secret.txt")': "file not found|escape|outside",
    '#include "../secret.txt"': "file not found|escape|outside",
    '#image("../../secret.txt")': "file not found|escape|outside",
    '#read("/../secret.txt")': "file not found|escape|outside",
    '#eval("read(\\"../secret.txt\\")")': "cannot read|file not found|escape|access",
    '#plugin("../secret.txt")': "file not found|escape|outside",
}


@pytest.mark.parametrize("reach", OUTSIDE)
def test_a_template_reads_nothing_outside_its_folder(
    page: Path, tmp_path: Path, reach: str
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密")
    written(page, reach.replace("{secret}", f'"{secret}"'))

    with pytest.raises(typst.TypstError, match=OUTSIDE[reach]):
        made(page)


def test_a_link_beside_a_template_is_not_followed(page: Path, tmp_path: Path) -> None:
    """The engine would: a link in its folder is part of it."""
    (tmp_path / "secret.txt").write_text("秘密")
    (page.parent / "inside.txt").symlink_to(tmp_path / "secret.txt")
    written(page, '#read("inside.txt")')

    with pytest.raises(ValueError, match="links beside a template"):
        made(page)


def test_the_limits_hold_for_the_process(page: Path) -> None:
    made(page)
    limits = Path(f"/proc/{process_id()}/limits").read_text()

    found = {line[:26].strip(): line[26:].split()[0] for line in limits.splitlines()}
    assert found["Max address space"] == str(engine.MEMORY)
    assert found["Max core file size"] == "0"
    assert int(found["Max cpu time"]) <= 2 * worker.SECONDS + 120
