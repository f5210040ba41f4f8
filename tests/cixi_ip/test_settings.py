"""Settings come from the environment; what is wrong there stops the start with a message."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cixi_ip import settings as readers

BASE = Path(readers.__file__).resolve().parent.parent
CLEAN = {
    name: value
    for name, value in os.environ.items()
    if name not in ("CIXI_ENV", "SECRET_KEY", "DATABASE_URL", "HTTPS", "ALLOWED_HOSTS")
}


def started(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=BASE,
        env=CLEAN | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def values(*names: str, **environment: str) -> list[str]:
    code = f"from cixi_ip import settings as s; print(*(repr(getattr(s, n)) for n in {names}))"
    done = started("-c", code, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


class TestReaders:
    def test_a_choice_names_what_can_be_chosen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CIXI_ENV", "live")
        with pytest.raises(ImproperlyConfigured, match=r"CIXI_ENV 的值“live”.*production、demo"):
            readers.read_choice("CIXI_ENV", ("production", "demo"), "production")

    def test_a_number_is_a_number(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HSTS_SECONDS", "一年")
        with pytest.raises(ImproperlyConfigured, match="HSTS_SECONDS 应为整数，现为“一年”"):
            readers.read_number("HSTS_SECONDS", 0)

    def test_a_list_has_no_empty_parts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ALLOWED_HOSTS", " a.gov.cn, ,b.gov.cn,")
        assert readers.read_list("ALLOWED_HOSTS", "") == ["a.gov.cn", "b.gov.cn"]

    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            (
                "postgres://li:s%40cret@db:5433/cixi",
                {"NAME": "cixi", "USER": "li", "PASSWORD": "s@cret", "HOST": "db", "PORT": 5433},
            ),
            (
                "postgresql:///cixi?host=/run/postgresql",
                {"NAME": "cixi", "USER": "", "HOST": "/run/postgresql", "PORT": ""},
            ),
            ("sqlite:////var/lib/cixi.sqlite3", {"NAME": "/var/lib/cixi.sqlite3"}),
        ],
    )
    def test_database_urls(self, url: str, expected: dict[str, object]) -> None:
        found = readers.read_database(url)
        assert {name: found[name] for name in expected} == expected

    @pytest.mark.parametrize("url", ["mysql://a/b", "cixi", "http://db/cixi"])
    def test_another_database_is_refused_with_the_two_forms(self, url: str) -> None:
        with pytest.raises(ImproperlyConfigured, match="postgres://用户:密码@主机:端口/库名"):
            readers.read_database(url)

    @pytest.mark.parametrize("url", ["postgres://a:b@h:abc/x", "postgres://a:[b@h/x"])
    def test_a_wrong_port_is_said_without_the_password(self, url: str) -> None:
        with pytest.raises(ImproperlyConfigured, match="端口应为 1 至 65535 的数字") as refusal:
            readers.read_database(url)
        assert refusal.value.__suppress_context__

    def test_sqlite_waits_and_takes_its_locks_at_once(self) -> None:
        options = readers.read_database("sqlite:////x")["OPTIONS"]
        assert options["transaction_mode"] == "IMMEDIATE"
        assert options["timeout"] >= 10
        assert "journal_mode=WAL" in options["init_command"]

    def test_a_kept_key_is_made_once_and_for_its_owner_only(self, tmp_path: Path) -> None:
        path = tmp_path / "var" / "secret-key"
        first = readers.kept_secret(path)
        assert readers.kept_secret(path) == first
        assert len(first) > 50
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


class TestStarting:
    def test_production_without_a_key_does_not_start(self, tmp_path: Path) -> None:
        done = started("manage.py", "check", VAR_DIR=str(tmp_path))
        assert done.returncode != 0
        assert "SECRET_KEY" in done.stderr
        assert "Traceback" not in done.stderr

    def test_production_is_the_default_and_strict(self, tmp_path: Path) -> None:
        strict = ("IS_PRODUCTION", "DEBUG", "SESSION_COOKIE_SECURE", "SECURE_SSL_REDIRECT")
        found = values(*strict, SECRET_KEY="x" * 60, VAR_DIR=str(tmp_path))
        assert found == ["True", "False", "True", "True"]

    def test_a_demonstration_keeps_its_own_key(self, tmp_path: Path) -> None:
        keys = [values("SECRET_KEY", CIXI_ENV="demo", VAR_DIR=str(tmp_path)) for _ in range(2)]
        assert keys[0] == keys[1]

    def test_a_database_that_does_not_answer_is_said_without_its_password(
        self, tmp_path: Path
    ) -> None:
        done = started(
            "manage.py",
            "migrate",
            CIXI_ENV="demo",
            VAR_DIR=str(tmp_path),
            DATABASE_URL="postgres://cixi:geheim@127.0.0.1:1/cixi",
        )
        assert done.returncode == 2
        assert "数据库没有应答" in done.stderr
        assert "请检查 DATABASE_URL" in done.stderr
        assert "geheim" not in done.stderr
        assert "Traceback" not in done.stderr

    def test_a_folder_that_is_missing_is_named(self, tmp_path: Path) -> None:
        file = tmp_path / "missing" / "cixi.sqlite3"
        done = started(
            "manage.py", "migrate", CIXI_ENV="demo", VAR_DIR=str(tmp_path),
            DATABASE_URL=f"sqlite:///{file}",
        )  # fmt: skip
        assert done.returncode == 2
        assert f"打不开数据库文件 {file}。" in done.stderr
        assert "所在文件夹须已建立" in done.stderr
        assert "主机" not in done.stderr

    def test_a_wrong_database_url_is_said_in_one_sentence(self, tmp_path: Path) -> None:
        done = started(
            "manage.py", "check", CIXI_ENV="demo", VAR_DIR=str(tmp_path), DATABASE_URL="mysql://x"
        )
        assert done.returncode != 0
        assert "DATABASE_URL 应写成" in done.stderr
        assert "Traceback" not in done.stderr


class TestPolicy:
    def test_sessions_are_read_from_the_database(self) -> None:
        assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"

    def test_pages_may_load_only_from_here_and_run_nothing_inline(self) -> None:
        policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        assert list(policy["default-src"]) == ["'self'"]
        assert not {"script-src", "style-src"} & set(policy)
        assert "unsafe" not in str(policy)

    def test_a_password_has_at_least_ten_characters_and_may_be_long(self) -> None:
        options = [
            validator["OPTIONS"].get("min_length")
            for validator in settings.AUTH_PASSWORD_VALIDATORS
        ]
        assert 10 in options

    def test_five_failures_lock_the_account_at_that_address_only(self) -> None:
        assert settings.AXES_FAILURE_LIMIT == 5
        assert settings.AXES_LOCKOUT_PARAMETERS == [["username", "ip_address"]]
