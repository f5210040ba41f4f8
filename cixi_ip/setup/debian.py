"""Debian's and Ubuntu's packages: installed when root runs the set-up, else named in a message."""

import os
import shutil

from cixi_ip.setup.steps import Refusal, attempt, environment, say


def can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(*packages: str, purpose: str) -> None:
    """Install `packages`, or refuse with the one command a person has to run."""
    by_hand = f"sudo apt-get install -y --no-install-recommends {' '.join(packages)}"
    if not can_install():
        raise Refusal(f"{purpose}，本机没有，当前用户也不能安装。请先执行：\n    {by_hand}")
    say(f"    安装系统软件包 {'、'.join(packages)} ……")
    env = environment(DEBIAN_FRONTEND="noninteractive")
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    if attempt(command, env) is None:
        return
    # A fresh machine has no package lists, an old one has lists of packages long gone.
    attempt(["apt-get", "update", "-qq"], env)
    problem = attempt(command, env)
    if problem:
        raise Refusal(f"{purpose}，但安装没有成功：\n{problem}\n请查明原因后执行：{by_hand}")
