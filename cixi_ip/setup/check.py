"""`make check`: all checks that need no test run, one after the other, the failures named last."""

import secrets
from pathlib import Path

from cixi_ip.setup import venv
from cixi_ip.setup.steps import (
    BASE,
    PYTHON,
    VENV,
    Refusal,
    alone,
    attempt,
    environment,
    main,
    say,
    var,
)

PRODUCTION = {
    "CIXI_ENV": "production",
    "SECRET_KEY": secrets.token_urlsafe(48),
    "ALLOWED_HOSTS": "stats.example.cn",
    "HSTS_SECONDS": "31536000",
}
TEST = {"CIXI_ENV": "test", "SECRET_KEY": secrets.token_urlsafe(48)}

# The admin's are Django's own with small changes, kept comparable with them line by line.
OWN_TEMPLATES = [
    str(path) for path in sorted((BASE / "templates").iterdir()) if path.name != "admin"
]

# What is checked, by which command, in which environment.
CHECKS: list[tuple[str, list[str], dict[str, str]]] = [
    ("代码规范 ruff", ["ruff", "check"], {}),
    ("代码格式 ruff format", ["ruff", "format", "--check"], {}),
    ("模板规范 djlint", ["djlint", "--lint", "templates"], {}),
    ("模板格式 djlint", ["djlint", "--check", *OWN_TEMPLATES], {}),
    ("导入方向 import-linter", ["lint-imports"], {}),
    ("类型 mypy", ["mypy"], {}),
    (
        "迁移 makemigrations",
        ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
        TEST,
    ),
    (
        "正式环境 check --deploy",
        ["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        PRODUCTION,
    ),
]
MEND = "格式问题可自动修复：.venv/bin/ruff format && .venv/bin/djlint --reformat templates"


def check() -> None:
    with alone():
        venv.ensure(for_tests=True)
    failed = []
    for name, (program, *arguments), env in CHECKS:
        command: list[str | Path] = [
            PYTHON if program == "python" else VENV / "bin" / program,
            *arguments,
        ]
        problem = attempt(command, environment(VAR_DIR=str(var()), **env))
        say(f"{'✗' if problem else '✓'} {name}")
        if problem:
            say(problem)
            failed.append(name)
    if failed:
        raise Refusal(f"{len(failed)} 项检查没有通过：{'、'.join(failed)}\n{MEND}")
    say(f"{len(CHECKS)} 项检查全部通过")


if __name__ == "__main__":
    main(check)
