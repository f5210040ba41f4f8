"""The fonts of official letters: taken from a package, checked byte for byte, missed politely."""

import shutil
import subprocess
from pathlib import Path

import pytest

from cixi_ip.setup import fonts
from cixi_ip.setup.steps import BASE

PLACE = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A real package with two of the fonts' names in it, and with other files."""
    tree = tmp_path / "tree"
    (tree / "DEBIAN").mkdir(parents=True)
    (tree / "DEBIAN" / "control").write_text(
        "Package: fonts\nVersion: 1\nArchitecture: all\nMaintainer: nobody <n@example.cn>\n"
        "Description: for a test\n"
    )
    (tree / PLACE).mkdir(parents=True)
    for name in ("FandolFang-Regular.otf", "FandolKai-Regular.otf", "FandolHei-Bold.otf"):
        (tree / PLACE / name).write_bytes(name.encode())
    built = tmp_path / "fonts.deb"
    subprocess.run(["dpkg-deb", "--build", tree, built], check=True, capture_output=True)
    return built


def test_only_the_named_fonts_are_unpacked(package: Path, tmp_path: Path):
    folder = tmp_path / "fonts"
    folder.mkdir()
    fonts.unpack(package, folder)
    assert sorted(path.name for path in folder.iterdir()) == [
        "FandolFang-Regular.otf",
        "FandolKai-Regular.otf",
    ]


def test_a_font_that_is_not_the_measured_one_counts_as_damaged(package: Path, tmp_path: Path):
    fonts.unpack(package, tmp_path)
    assert fonts.damaged(tmp_path) == list(fonts.SHA256)


def test_the_fetched_fonts_are_the_measured_ones():
    assert fonts.damaged(BASE / "var" / "fonts") == []


def test_without_apt_the_setup_goes_on_and_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("apt-get") is None
    fonts.ensure()
    printed = capsys.readouterr().out
    assert "公文字体缺失：本机没有 apt" in printed
    assert "公文仍可生成" in printed
    assert not (tmp_path / "stamps" / "fonts").exists()
