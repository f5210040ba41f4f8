"""The page, the fonts and the named styles of our Word drafts, in numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from proposals.letters.docx.xml import Element, make, run

# Twentieths of a point. 版心 156 mm by 225 mm, 37 mm and 28 mm from the upper and the left edge.
PAGE = {"w": 11906, "h": 16838}
MARGINS = {"top": 2098, "right": 1474, "bottom": 1984, "left": 1588}
WIDTH = 8844
# The sheet turned: its left edge, where it is bound, becomes the top.
TURNED_MARGINS = {"top": 1588, "right": 2098, "bottom": 1474, "left": 1984}
TURNED_WIDTH = 12756
LINE = 579  # 22 lines fit 版心
CHAR = 316  # 28 characters fit a line: 16 pt, set a quarter of a point closer
HEADER, FOOTER = 850, 1447
LETTER_FOOTER = 1134  # the lower double line of 信函 ends 20 mm above the edge of the paper
SMALL = 280  # 4号
CELL_LINE = 400
TITLE = 22  # points: 2号
RED, GREY = "E60000", "808080"
FONTS = {
    "仿宋": ("仿宋_GB2312", "仿宋"),
    "楷体": ("楷体_GB2312", "楷体"),
    "黑体": ("黑体", "SimHei"),
    "宋体": ("宋体", "SimSun"),
    "小标宋": ("方正小标宋简体", "宋体"),
}
Property = tuple[str, Mapping[str, object]]
Properties = tuple[Property, ...]


@dataclass(frozen=True)
class Style:
    """A named paragraph style, as the list of styles in Word shows it."""

    name: str
    face: str = ""
    size: float = 0
    color: str = ""
    based: str = "Normal"
    following: str = ""
    properties: Properties = ()


def of(tag: str, **attributes: object) -> Property:
    return tag, attributes


def indent(**chars: float) -> Property:
    """An indent in characters, with the same in twentieths of a point for other programs.

    Beside a hanging indent Word counts the characters at the left in its own way: lengths alone
    mean the same everywhere.
    """
    found: dict[str, object] = {side: round(count * CHAR) for side, count in chars.items()}
    if "hanging" not in chars:
        found |= {f"{side}Chars": round(count * 100) for side, count in chars.items()}
    return "ind", found


def spacing(**attributes: int) -> Property:
    """Distances, with the line height exact where it is given."""
    return "spacing", {**attributes, **({"lineRule": "exact"} if "line" in attributes else {})}


FIRST_LINE = indent(firstLine=2)
KEEP = of("keepNext")
# Smaller lines than the grid's stand as they are, in every program.
OFF_GRID = of("snapToGrid", val=0)
CENTRED, RIGHT, LEFT = of("jc", val="center"), of("jc", val="right"), of("jc", val="left")


def outline(level: int) -> Property:
    return of("outlineLvl", val=level)


STYLES = (
    Style("版头标记", "黑体", properties=(LEFT,)),
    Style("发文机关标志", "小标宋", 48, RED, properties=(CENTRED, OFF_GRID)),
    Style(
        "发文字号",
        properties=(CENTRED, spacing(before=2 * LINE + 120, line=320), OFF_GRID),
    ),
    Style("签发人", properties=(LEFT, OFF_GRID)),
    Style(
        "公文标题",
        "小标宋",
        TITLE,
        following="主送机关",
        properties=(CENTRED, spacing(before=2 * LINE, line=680), outline(0)),
    ),
    Style("主送机关", following="公文正文", properties=(LEFT, spacing(before=LINE, line=LINE))),
    Style("公文正文", properties=(FIRST_LINE,)),
    Style("一级标题", "黑体", based="公文正文", following="公文正文", properties=(outline(0),)),
    Style("二级标题", "楷体", based="公文正文", following="公文正文", properties=(outline(1),)),
    Style("三级标题", based="公文正文", following="公文正文", properties=(outline(2),)),
    Style("四级标题", based="公文正文", following="公文正文", properties=(outline(3),)),
    Style("表题", "黑体", 14, properties=(CENTRED, KEEP, spacing(before=160, line=480), OFF_GRID)),
    Style("表头", "黑体", 14, properties=(CENTRED, spacing(line=CELL_LINE), OFF_GRID)),
    Style("表中文字", size=14, properties=(CENTRED, spacing(line=CELL_LINE), OFF_GRID)),
    Style("表后空行", size=5, properties=(spacing(line=160), OFF_GRID)),
    Style("附件说明", properties=(LEFT, KEEP)),
    Style("参加人员", properties=(LEFT, indent(left=5, hanging=3))),
    Style("署名", following="成文日期", properties=(RIGHT, KEEP)),
    Style("成文日期", following="附注", properties=(RIGHT,)),
    Style("附注", properties=(LEFT, FIRST_LINE)),
    Style("附件序号", "黑体", following="附件标题", properties=(LEFT, KEEP)),
    Style(
        "附件标题",
        "小标宋",
        TITLE,
        following="公文正文",
        properties=(CENTRED, KEEP, spacing(before=LINE, after=LINE, line=680), outline(0)),
    ),
    Style(
        "版记",
        size=14,
        properties=(LEFT, OFF_GRID, spacing(line=460), indent(left=3.6, hanging=2.7)),
    ),
    Style(
        "印发", size=14, properties=(LEFT, OFF_GRID, spacing(line=460), indent(left=0.9, right=0.9))
    ),
    Style("页码", "宋体", 14, properties=(spacing(line=SMALL), OFF_GRID)),
    Style("草稿标记", "黑体", 14, GREY, properties=(CENTRED, spacing(line=SMALL))),
)
# Letters and figures alone, as Word makes them: an identifier is not shown to anybody.
IDENTIFIERS = {one.name: f"GW{at:02d}" for at, one in enumerate(STYLES, 1)} | {"Normal": "Normal"}
LEVELS = ("公文正文", "一级标题", "二级标题", "三级标题", "四级标题")


def fonts(face: str) -> Element:
    """The official name for all scripts, so that figures too are set in the face of the text."""
    name = FONTS[face][0]
    return make("rFonts", hint="eastAsia", ascii=name, hAnsi=name, eastAsia=name, cs=name)


def made(properties: Iterable[Property]) -> list[Element]:
    """The elements; of two for one purpose the later holds, as of two indents."""
    found: dict[str, Mapping[str, object]] = {}
    for tag, attributes in properties:
        found[tag] = {**found.get(tag, {}), **attributes} if tag == "ind" else attributes
    return [make(tag, **attributes) for tag, attributes in found.items()]


def styles() -> Element:
    """The whole part: what holds for all text, and every style an officer can choose."""
    return make("styles", defaults(), normal(), table_style(), *map(style, STYLES))


def defaults() -> Element:
    text = make("rPr", fonts("仿宋"), *size_of(16), make("lang", val="en-US", eastAsia="zh-CN"))
    return make("docDefaults", make("rPrDefault", text), make("pPrDefault"))


def normal() -> Element:
    """Chinese text to the grid: nothing hangs into the margin, nothing is put between scripts."""
    off = ("widowControl", "overflowPunct", "autoSpaceDE", "autoSpaceDN", "adjustRightInd")
    ppr = make(
        "pPr",
        *(make(tag, val=0) for tag in off),
        make("kinsoku", val=1),
        *made([spacing(before=0, after=0, line=LINE), of("jc", val="both")]),
    )
    rpr = make("rPr", fonts("仿宋"), make("spacing", val=-5), make("kern", val=0), *size_of(16))
    style = make("style", make("name", val="Normal"), make("qFormat"), ppr, rpr)
    return with_kind(style, "paragraph", "Normal", default=True)


def table_style() -> Element:
    margins = make("tblCellMar", *(make(side, w=57, type="dxa") for side in ("left", "right")))
    style = make("style", make("name", val="Normal Table"), make("uiPriority", val=99))
    style.append(make("tblPr", make("tblInd", w=0, type="dxa"), margins))
    return with_kind(style, "table", "TableNormal", default=True)


def style(one: Style) -> Element:
    rpr = [fonts(one.face)] if one.face else []
    rpr += size_of(one.size) if one.size else []
    rpr += [make("color", val=one.color)] if one.color else []
    # Only 3号 must fit 28 to a line; 20 of the title's 2号 want a hair more room than there is.
    rpr += [make("spacing", val=-4 if one.size == TITLE else 0)] if one.size else []
    built = make(
        "style",
        make("name", val=one.name),
        make("basedOn", val=IDENTIFIERS[one.based]),
        *([make("next", val=IDENTIFIERS[one.following])] if one.following else []),
        make("qFormat"),
        make("pPr", *made(one.properties)),
        make("rPr", *rpr),
    )
    return with_kind(built, "paragraph", IDENTIFIERS[one.name])


def with_kind(style: Element, kind: str, identifier: str, *, default: bool = False) -> Element:
    kinds = {"default": 1} if default else {"customStyle": 1}
    named = make("style", type=kind, styleId=identifier, **kinds)
    named.extend(style)
    return named


def size_of(points: float) -> list[Element]:
    return [make("sz", val=round(points * 2)), make("szCs", val=round(points * 2))]


def font_table() -> Element:
    """Each font with another name for it, for machines that have it only under that."""
    return make(
        "fonts",
        *(
            make(
                "font",
                make("altName", val=other),
                make("charset", val="86"),
                make("family", val="auto"),
                make("pitch", val="default"),
                name=name,
            )
            for name, other in FONTS.values()
        ),
    )


def settings() -> Element:
    """Footers differ on odd and even pages; marks keep their full width."""
    modern = make(
        "compatSetting",
        name="compatibilityMode",
        uri="http://schemas.microsoft.com/office/word",
        val=15,
    )
    return make(
        "settings",
        make("zoom", percent=100),
        make("defaultTabStop", val=632),
        make("evenAndOddHeaders"),
        make("drawingGridVerticalSpacing", val=LINE),
        make("characterSpacingControl", val="doNotCompress"),
        make("compat", make("useFELayout"), modern),
        make("themeFontLang", val="en-US", eastAsia="zh-CN"),
    )


def paragraph(style: str, *runs: Element | str, properties: Iterable[Element] = ()) -> Element:
    """A paragraph in one of the named styles; texts become runs."""
    settings = make("pPr", make("pStyle", val=IDENTIFIERS[style]), *properties)
    return make("p", settings, *(run(one) if isinstance(one, str) else one for one in runs))
