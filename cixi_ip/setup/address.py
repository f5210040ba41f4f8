"""The address the pages are served on, checked before anything long begins."""

import errno
import os
import socket
from dataclasses import dataclass

from cixi_ip.setup.steps import Refusal


@dataclass(frozen=True)
class Address:
    host: str
    port: int

    @property
    def bind(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def is_local(self) -> bool:
        """Only this machine reaches it."""
        return self.host in ("localhost", "::1") or self.host.startswith("127.")


def wanted(default_port: int) -> Address:
    """HOST and PORT of the environment, as `make run HOST=… PORT=…` sets them."""
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or str(default_port)
    if not (port.isascii() and port.isdecimal() and 1 <= int(port) <= 65535):
        raise Refusal(f"端口应是 1 到 65535 的整数，现为“{port}”。例如：make run PORT=8001")
    return Address(host, int(port))


def refuse_unusable(address: Address, command: str) -> None:
    """Open the port once for a moment; whatever prevents that is told with the way out."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except socket.gaierror:
            raise Refusal(f"地址 HOST={address.host} 无法识别，请写本机的 IP 地址") from None
        except PermissionError:
            raise Refusal(f"当前用户不能使用端口 {address.port}，请换 1024 以上的端口") from None
        except OSError as error:
            raise Refusal(reason(error, address, command)) from None


def reason(error: OSError, address: Address, command: str) -> str:
    if error.errno == errno.EADDRINUSE:
        other = address.port + 1 if address.port < 65535 else 8000
        return (
            f"端口 {address.port} 已被占用（可能系统已在运行：http://{address.bind}/）。\n"
            f"请先停掉占用它的程序，或换一个端口：make {command} PORT={other}"
        )
    return f"不能使用地址 {address.bind}：{error.strerror}。请检查 HOST 和 PORT"
