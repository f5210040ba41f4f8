"""Fetch the Fandol fonts, the free 仿宋 楷体 黑体 宋体 of official letters, into var/fonts."""

import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from cixi_ip.setup.steps import attempt, environment, once, say, var

PACKAGE = "texlive-lang-chinese"
SHA256 = {
    "FandolFang-Regular.otf": "d838ad32ce2244d8144f408c37fe71065aba6fbbc80759a4d2aa2033948d5bc9",
    "FandolKai-Regular.otf": "ea7e7fb4f9b3ac694a68d43946e04d21deed6e8c29a7c2d3081e1a4138f2f827",
    "FandolHei-Regular.otf": "4afa97aa8751e0118617df88272b58d43691b5cffb7ea024c4580496e9f34d28",
    "FandolSong-Regular.otf": "a3820003227d4abe31fe28b493200d94a849ccfd078b50a019264f70353020b0",
    "FandolSong-Bold.otf": "ffa76a70e128947a4dd22151d5ee829b23e24ce3cb6fe8ad49891cd1c2d9e9b9",
}
WITHOUT = (
    "    仿宋、楷体等公文字体缺失：{reason}\n"
    "    公文仍可生成，用思源字体代替并注明；补上字体后再执行一次本命令即可。"
)


class Missing(Exception):
    """The fonts cannot be had on this machine; the letters are made without them."""


def ensure() -> None:
    """Fetch the fonts unless they are there; without them the start goes on with a message."""
    folder = var() / "fonts"
    try:
        once(
            "fonts",
            "取公文字体（仿宋、楷体、黑体、宋体，约 50 MB）",
            lambda: fetch(folder),
            inputs=[repr(SHA256)],
            outputs=[folder / name for name in SHA256],
        )
    except Missing as missing:
        say(WITHOUT.format(reason=missing))


def fetch(folder: Path) -> None:
    if not damaged(folder):
        return
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        raise Missing("本机没有 apt，取不到字体包")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="cixi-fonts-") as scratch:
        unpack(download(Path(scratch)), folder)
    wrong = damaged(folder)
    for name in wrong:
        (folder / name).unlink(missing_ok=True)
    if wrong:
        raise Missing(f"字体文件校验不符：{'、'.join(wrong)}")


def damaged(folder: Path) -> list[str]:
    """The fonts that are absent or not the very files that the letters were measured with."""
    return [name for name, expected in SHA256.items() if sha256(folder / name) != expected]


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def download(scratch: Path) -> Path:
    """The package file, by the machine's package lists or, where it has none, by our own."""
    command = ["apt-get", "download", "-qq", PACKAGE]
    env = environment(LC_ALL="C")
    problem = attempt(command, env, cwd=scratch)
    if problem:
        options = own_state(scratch)
        problem = attempt(["apt-get", *options, "update", "-qq"], env, cwd=scratch)
        if not problem:
            problem = attempt([*command[:1], *options, *command[1:]], env, cwd=scratch)
    if problem:
        raise Missing(f"字体包没有下载成功（{problem.splitlines()[-1]}）")
    return next(scratch.glob("*.deb"))


def own_state(scratch: Path) -> list[str]:
    """Options by which apt keeps its state in `scratch`, so that no right of root is needed."""
    for part in ("lists/partial", "cache/archives/partial"):
        (scratch / part).mkdir(parents=True)
    options = [f"Dir::State::Lists={scratch}/lists", f"Dir::Cache={scratch}/cache"]
    options += ["Acquire::Retries=1", "Acquire::http::Timeout=20"]
    if os.geteuid() == 0:
        options.append("APT::Sandbox::User=root")
    return [word for option in options for word in ("-o", option)]


def unpack(package: Path, folder: Path) -> None:
    """Take only the five fonts out of the package."""
    command = ["dpkg-deb", "--fsys-tarfile", str(package)]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE) as process,
        tarfile.open(fileobj=process.stdout, mode="r|") as archive,
    ):
        for member in archive:
            name = Path(member.name).name
            content = archive.extractfile(member) if name in SHA256 else None
            if content:
                (folder / name).write_bytes(content.read())
