"""`make run` and `make demo`: from a fresh checkout to served pages, each step only when needed."""

import os
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from cixi_ip.setup import fonts, plotly, venv
from cixi_ip.setup.address import Address, refuse_unusable, wanted
from cixi_ip.setup.steps import (
    BASE,
    PYTHON,
    Refusal,
    alone,
    attempt,
    environment,
    main,
    once,
    say,
    var,
)

# The commands that fill a database, each with what it does.
TABLES = ("建表", "migrate")
FIGURES = ("装入指标、区域和公开数据", "load_fixtures")
GENERATED = ("生成六年演示数据", "generate_demo_figures")
PROPOSALS = ("装入第220号建议", "load_proposals")
ACCOUNTS = ("建立演示账号", "demo_accounts")
CASES = ("生成演示建议", "generate_demo_proposals")
ROWS = ("生成各登记册的演示名单", "generate_demo_registers")


def run() -> None:
    """The system with the real figures."""
    os.environ.setdefault("CIXI_ENV", "demo")
    serve("run", wanted(8000), [TABLES, FIGURES, PROPOSALS])


def demo() -> None:
    """A second database with generated years, every page and letter marked 演示数据."""
    os.environ["CIXI_ENV"] = "demo"
    os.environ["CIXI_DEMO_DATA"] = "1"
    os.environ["DATABASE_URL"] = f"sqlite:///{var()}/demo.sqlite3"
    filling = [TABLES, FIGURES, GENERATED, PROPOSALS, ACCOUNTS, CASES, ROWS]
    serve("demo", wanted(8001), filling)


def serve(command: str, address: Address, filling: list[tuple[str, str]]) -> None:
    """Set up what is missing, then become the server."""
    refuse_unusable(address, command)
    with alone():
        venv.ensure()
        prepare_database(command, filling)
        fonts.ensure()
        plotly.ensure()
        collect_static_files()
    if not address.is_local:
        open_to_the_network()
    show_accounts()
    say("正在启动 ……")
    os.chdir(BASE)
    gunicorn = ["-m", "gunicorn", "-c", "python:cixi_ip.setup.server", "cixi_ip.wsgi"]
    os.execve(PYTHON, [str(PYTHON), *gunicorn], environment(CIXI_BIND=address.bind))


def prepare_database(command: str, filling: list[tuple[str, str]]) -> None:
    """Migrate and fill the database; a file is left alone while code and fixtures are the same."""
    if has_accounts():
        filling = [*filling, ACCOUNTS]
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{var()}/cixi.sqlite3"

    def fill() -> None:
        for doing, name in filling:
            say(f"    {doing} ……")
            manage(name)

    file = sqlite_file(url)
    if file is None:
        # A server's database may have been emptied or moved since, so it is asked every time.
        say("准备数据库 ……")
        fill()
    else:
        once(
            f"database-{command}",
            "准备数据库",
            fill,
            inputs=[url, *code(), BASE / "fixtures", venv.RUNTIME],
            outputs=[file, *([accounts()] if has_accounts() else [])],
        )


def sqlite_file(url: str) -> Path | None:
    parts = urlsplit(url)
    return Path(unquote(parts.path[1:])) if parts.scheme == "sqlite" else None


def code() -> list[Path]:
    """What decides how the database looks: all Python of the three apps."""
    return sorted(
        path
        for app in ("cixi_ip", "stats", "proposals")
        for path in (BASE / app).rglob("*.py")
        if BASE / "cixi_ip" / "setup" not in path.parents
    )


def collect_static_files() -> None:
    once(
        "static",
        "整理并压缩网页的静态文件",
        lambda: manage("collectstatic", "--noinput"),
        inputs=[BASE / "static", var() / "assets", venv.RUNTIME],
        outputs=[var() / "static" / "staticfiles.json"],
    )


def manage(*arguments: str) -> None:
    """Run a management command quietly; what it printed is the message when it fails."""
    problem = attempt([PYTHON, "manage.py", *arguments], environment())
    if problem:
        raise Refusal(problem)


def accounts() -> Path:
    return var() / "demo-accounts.txt"


def has_accounts() -> bool:
    """Accounts whose passwords lie in a file are for demonstrations, never for production."""
    return os.environ["CIXI_ENV"] == "demo"


def show_accounts() -> None:
    if has_accounts():
        say(f"\n演示账号（存于 {accounts()}，仅本人可读）：")
        say(accounts().read_text(encoding="utf-8").strip())


def open_to_the_network() -> None:
    """Whoever asks for another address than this machine's own is told what that means."""
    os.environ.setdefault("ALLOWED_HOSTS", "*")
    say("注意：HOST 不是本机地址，同一网络里的人都能打开登录页；演示账号不宜这样开放。")


if __name__ == "__main__":
    main(demo if sys.argv[1:] == ["demo"] else run)
