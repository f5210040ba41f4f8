"""PostgreSQL, Chromium and system packages: found on the machine, or asked for in one command."""

import os
from pathlib import Path

import pytest

from cixi_ip.setup import chromium, debian, postgres
from cixi_ip.setup.steps import Refusal


@pytest.fixture
def empty_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH on which no program is found."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_who_cannot_install_is_told_what_to_install(empty_path):
    with pytest.raises(Refusal, match=r"测试需要甲，本机没有.*（Debian 里的名称：a b）"):
        debian.install("a", "b", purpose="测试需要甲")


def test_an_ordinary_user_of_debian_gets_one_command():
    assert debian.by_hand(("a", "b")).endswith(
        "    sudo apt-get update && sudo apt-get install -y a b"
    )


def test_without_a_browser_the_way_round_is_named(empty_path):
    with pytest.raises(Refusal, match="make test BROWSER=0"):
        chromium.ensure()


def test_a_browser_on_the_path_is_taken(empty_path):
    browser = empty_path / "chromium"
    browser.write_text("#!/bin/sh\n")
    browser.chmod(0o755)
    assert chromium.program() == str(browser)


def test_postgresql_on_the_path_comes_first(empty_path):
    for name in postgres.NEEDED:
        (empty_path / name).write_text("#!/bin/sh\n")
        (empty_path / name).chmod(0o755)
    assert postgres.programs() == empty_path


def test_postgresql_of_this_run_can_make_a_cluster():
    assert os.access(postgres.programs() / "initdb", os.X_OK)


def test_debian_starts_no_cluster_of_its_own(tmp_path: Path):
    postgres.without_a_service(tmp_path)
    written = tmp_path / "etc/postgresql-common/createcluster.d/programs-only.conf"
    assert written.read_text() == "create_main_cluster = false\n"
