"""Word files for the tests: ours to look into, edited as an office would, and ones that pretend."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

from lxml import etree

from proposals.letters import Letter
from proposals.letters.docx import to_docx
from tests.proposals.letters.samples import MOMENT

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAIN = "word/document.xml"


def changed(data: bytes, **parts: Callable[[str], str] | str) -> bytes:
    """The file with parts rewritten; `document`, `numbering` or a path with __ for /."""
    names = {"document": MAIN, "styles": "word/styles.xml"}
    swaps = {names.get(name, name.replace("__", "/")): how for name, how in parts.items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            how = swaps.pop(name, None)
            text = old.read(name)
            if callable(how):
                text = how(text.decode()).encode()
            new.writestr(name, text)
        for name, text in swaps.items():
            new.writestr(name, str(text))
    return stream.getvalue()


def replaced(data: bytes, old: str, new: str) -> bytes:
    """The same file with one stretch of its main part exchanged."""

    def swap(text: str) -> str:
        assert text.count(old) >= 1, f"{old!r} is not in the file"
        return text.replace(old, new, 1)

    return changed(data, document=swap)


def with_paragraphs(data: bytes, *xml: str, after: str) -> bytes:
    """The file with paragraphs put in after the one that holds these words."""

    def put(text: str) -> str:
        at = text.index("</w:p>", text.index(after)) + len("</w:p>")
        return text[:at] + "".join(xml) + text[at:]

    return changed(data, document=put)


def without_styles(data: bytes) -> bytes:
    """As a program leaves it that keeps looks and loses names."""
    return changed(data, document=lambda text: re.sub(r"<w:pStyle [^>]*/>", "", text))


def paragraph(*runs: str, settings: str = "") -> str:
    return f"<w:p><w:pPr>{settings}</w:pPr>{''.join(runs)}</w:p>"


def run(text: str, settings: str = "") -> str:
    return f'<w:r><w:rPr>{settings}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def package(**parts: str) -> bytes:
    """A zip file of these parts; __ stands for / and _dot_ for a dot."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return stream.getvalue()


def xml_of(data: bytes, name: str = MAIN) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def names_in(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()


def made(letter: Letter) -> bytes:
    return to_docx(letter, moment=MOMENT)


def tree(letter: Letter, name: str = "word/document.xml") -> Any:
    return etree.fromstring(xml_of(made(letter), name).encode())


def values(element: Any, tag: str) -> dict[str, str]:
    """The attributes of the first element of this name below."""
    found = element.find(f".//{W}{tag}")
    assert found is not None, f"no {tag}"
    return {key.rpartition("}")[2]: text for key, text in found.attrib.items()}


def text_of(element: Any) -> str:
    return "".join(one.text for one in element.iter(f"{W}t"))


def headers(letter: Letter, kind: str = "header") -> list[str]:
    data = made(letter)
    return [xml_of(data, name) for name in names_in(data) if f"/{kind}" in name]
