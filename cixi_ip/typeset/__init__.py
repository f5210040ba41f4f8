"""The Typst engine and the fonts, known only here: a template and data in, an archival PDF out."""

from cixi_ip.hygiene import sanitise
from cixi_ip.typeset.composing import (
    ENGINE,
    MOST_CHARACTERS,
    Typesetting,
    compose,
    fonts_in,
    render,
)
from cixi_ip.typeset.fonts import Face, Problem, faces, fonts_folder, library, shortcomings

__all__ = [
    "ENGINE",
    "MOST_CHARACTERS",
    "Face",
    "Problem",
    "Typesetting",
    "compose",
    "faces",
    "fonts_folder",
    "fonts_in",
    "library",
    "render",
    "sanitise",
    "shortcomings",
]
