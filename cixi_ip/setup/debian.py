"""Debian's and Ubuntu's packages: installed when root runs the set-up, else named in a message."""

import os
import shutil

from cixi_ip.setup.steps import Refusal, attempt, environment, say


def can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(*packages: str, purpose: str) -> None:
    """Install `packages`, or refuse with the one command a person has to run."""
    if not can_install():
        raise Refusal(f"{purpose}，本机没有，当前用户也不能安装。请先{by_hand(packages)}")
    say(f"    安装系统软件包 {'、'.join(packages)} ……")
    env = environment(DEBIAN_FRONTEND="noninteractive")
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    if attempt(command, env) is None:
        return
    # A fresh machine has no package lists, an old one has lists of packages long gone.
    attempt(["apt-get", "update", "-qq"], env)
    problem = attempt(command, env)
    if problem:
        raise Refusal(f"{purpose}，但安装没有成功：\n{problem}\n请查明原因后{by_hand(packages)}")


def by_hand(packages: tuple[str, ...]) -> str:
    names = " ".join(packages)
    if shutil.which("apt-get") is None:
        return f"用本机的软件包管理器安装（Debian 里的名称：{names}）"
    return f"执行：\n    sudo apt-get update && sudo apt-get install -y {names}"
