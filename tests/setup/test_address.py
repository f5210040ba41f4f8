"""The address of the pages: read from HOST and PORT, refused early when it cannot be used."""

import socket
import subprocess
import time
from collections.abc import Iterator

import pytest

from cixi_ip.setup.address import Address, refuse_unusable, wanted
from cixi_ip.setup.steps import BASE, Refusal


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.mark.parametrize(
    ("host", "port", "address"),
    [
        (None, None, Address("127.0.0.1", 8000)),
        ("", "", Address("127.0.0.1", 8000)),
        ("0.0.0.0", "80", Address("0.0.0.0", 80)),
        (None, "65535", Address("127.0.0.1", 65535)),
    ],
)
def test_host_and_port_come_from_the_environment(host, port, address, monkeypatch):
    for name, value in (("HOST", host), ("PORT", port)):
        monkeypatch.delenv(name, raising=False)
        if value is not None:
            monkeypatch.setenv(name, value)
    assert wanted(8000) == address


@pytest.mark.parametrize("port", ["0", "65536", "-1", "八千", "８０００", "80 00", "1.5"])
def test_a_port_that_is_none_is_refused_with_an_example(port, monkeypatch):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(Refusal, match=r"端口应是 1 到 65535 的整数.*make run PORT=8001"):
        wanted(8000)


def test_an_address_of_this_machine_only_is_told_from_one_open_to_others():
    assert Address("127.0.0.1", 1).is_local
    assert Address("::1", 1).is_local
    assert not Address("0.0.0.0", 1).is_local
    assert Address("::1", 8000).bind == "[::1]:8000"


def test_looking_at_a_free_port_leaves_it_free():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        free = listener.getsockname()[1]
    refuse_unusable(Address("127.0.0.1", free), "run")
    refuse_unusable(Address("127.0.0.1", free), "run")


@pytest.mark.parametrize(
    ("host", "message"),
    [("no-such-host.invalid", "无法识别"), ("203.0.113.7", "请检查 HOST 和 PORT")],
)
def test_a_host_that_is_not_this_machine_is_refused(host, message):
    with pytest.raises(Refusal, match=message):
        refuse_unusable(Address(host, 8000), "run")


@pytest.mark.parametrize("command", ["run", "demo"])
def test_a_busy_port_stops_the_command_before_anything_long(command, busy_port, tmp_path):
    begun = time.monotonic()
    done = subprocess.run(
        ["make", command, f"PORT={busy_port}", f"VAR_DIR={tmp_path / 'var'}"],
        cwd=BASE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert f"端口 {busy_port} 已被占用" in done.stderr
    assert f"make {command} PORT={busy_port + 1}" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "var").exists()
    assert time.monotonic() - begun < 5
