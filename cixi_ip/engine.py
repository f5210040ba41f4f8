"""The process in which Typst runs, under limits; it knows no Django and so starts at once.

It is begun by `cixi_ip.typeset.worker` with one end of a pair of sockets, and answers questions
until the other end is closed.
"""

import json
import os
import resource
import sys
import tempfile
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import typst

from cixi_ip import limited

MEMORY = 1024**3
OUT_OF_MEMORY = 71  # exit code
ASLEEP = 2.0  # seconds between two looks whether who asked is still there
MOST_COMPILERS = 16


class Engine:
    """The fonts and compilers of the questions so far, kept warm.

    One engine serves one set of font files: of a file that has changed Typst remembers things.
    """

    def __init__(self) -> None:
        self.fonts: typst.Fonts | None = None
        self.compilers: dict[str, typst.Compiler] = {}

    def answer(self, question: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        files = [Path(name) for name, *_ in question["fonts"]]
        if "template" not in question:
            return {"fonts": listed(load(files))}, b""
        self.fonts = self.fonts or load(files)
        try:
            return self.compile(question)
        except typst.TypstError as error:
            return {"error": [error.message, error.diagnostic]}, b""

    def compile(self, question: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        compiler = self.compiler(question["template"])
        pdf = compiler.compile(
            sys_inputs=question["inputs"],
            pdf_standards=question["standards"],
            timestamp=datetime.fromisoformat(question["moment"]),
        )
        return {"facts": json.loads(compiler.query("<facts>", field="value"))}, pdf

    def compiler(self, template: str) -> typst.Compiler:
        if template not in self.compilers:
            if len(self.compilers) >= MOST_COMPILERS:
                self.compilers.clear()
            self.compilers[template] = typst.Compiler(
                template,
                root=str(Path(template).parent),
                font_paths=self.fonts,
                # No package can lie there: a template may import only what lies beside it.
                package_path=os.devnull,
                package_cache_path=os.devnull,
            )
        return self.compilers[template]


def load(files: list[Path]) -> typst.Fonts:
    """Typst takes folders only, so the files are shown to it in a folder of links."""
    with tempfile.TemporaryDirectory(prefix="cixi-typeset-") as folder:
        for place, file in enumerate(files):
            (Path(folder) / f"{place:04}{file.suffix}").symlink_to(file)
        return typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
        )


def listed(fonts: typst.Fonts) -> list[dict[str, Any]]:
    return [
        {
            "family": font.family,
            "weight": font.weight,
            "is_upright": font.style == "normal",
            "path": font.path,
            "index": font.index,
        }
        for font in fonts.fonts()
    ]


def serve(connection: Connection, asker: int) -> None:
    engine = Engine()
    while is_asked(connection, asker):
        question = json.loads(connection.recv_bytes())
        limited.allow(question["seconds"])
        answer, pdf = engine.answer(question)
        connection.send_bytes(json.dumps(answer).encode())
        connection.send_bytes(pdf)
        if in_use() > MEMORY // 2:
            return  # what one long text took is not given back, and the next would lack it


def in_use() -> int:
    """Bytes of memory; the peak that the system counts may be that of who began this process."""
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * resource.getpagesize()


def is_asked(connection: Connection, asker: int) -> bool:
    """Wait for a question; False when nobody is left who could ask one.

    Forked copies of who asked may hold its end open, so that its death does not close it.
    """
    while not connection.poll(ASLEEP):
        if os.getppid() != asker:
            return False
    return True


if __name__ == "__main__":
    limited.bound(MEMORY)
    try:
        serve(Connection(int(sys.argv[1])), int(sys.argv[2]))
    except EOFError:
        pass
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
