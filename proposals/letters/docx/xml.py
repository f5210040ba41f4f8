"""Makes the elements of WordprocessingML, their children in the order its schema demands."""

import re
from collections.abc import Iterable
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

# The order of children in ISO/IEC 29500-1; Word refuses a document that has another.
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr"
    " suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct"
    " topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind"
    " contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment"
    " textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint"
    " noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect"
    " bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW"
    " jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "trPr": "cantSplit trHeight tblHeader jc",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection"
    " tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference type pgSz pgMar pgBorders pgNumType cols vAlign"
    " titlePg textDirection docGrid",
    "pBdr": "top left bottom right between bar",
    "tblBorders": "top left bottom right insideH insideV",
    "tcBorders": "top left bottom right insideH insideV",
    "tblCellMar": "top left bottom right",
    "style": "name basedOn next link uiPriority qFormat pPr rPr",
}
SEQUENCES = {tag: order.split() for tag, order in ORDERS.items()}
BREAKS = re.compile(r"([\t\n])")
BREAK_TAGS = {"\t": "tab", "\n": "br"}
Element = Any


def make(tag: str, *children: Element, **attributes: object) -> Element:
    """`<w:tag>` with its attributes, and its children in the schema's order."""
    named = {qn(f"w:{name}"): str(value) for name, value in attributes.items()}
    element = OxmlElement(f"w:{tag}", attrs=named)
    for child in in_order(tag, children):
        element.append(child)
    return element


def in_order(tag: str, children: Iterable[Element]) -> list[Element]:
    if tag not in SEQUENCES:
        return list(children)
    return sorted(children, key=lambda child: SEQUENCES[tag].index(local(child)))


def local(element: Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def run(text: str, *properties: Element) -> Element:
    """Text in one setting; its tabs and line ends become the elements that stand for them."""
    fonts = () if any(local(one) == "rFonts" for one in properties) else (eastern(),)
    parts = [
        make(BREAK_TAGS[part]) if part in BREAK_TAGS else shown(part)
        for part in BREAKS.split(text)
        if part
    ]
    return make("r", make("rPr", *fonts, *properties), *parts)


def eastern() -> Element:
    """Marks that both scripts have, such as “”, belong to the Chinese text."""
    return make("rFonts", hint="eastAsia")


def shown(text: str) -> Element:
    element = make("t")
    element.text = text
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element


def field(instruction: str, *properties: Element) -> list[Element]:
    """The runs of a field, such as PAGE, which Word fills in."""
    told = make("instrText")
    told.text = f" {instruction} "
    kinds = (make("fldChar", fldCharType="begin"), told, make("fldChar", fldCharType="separate"))
    opening = [make("r", kind) for kind in kinds]
    return [*opening, run("1", *properties), make("r", make("fldChar", fldCharType="end"))]
