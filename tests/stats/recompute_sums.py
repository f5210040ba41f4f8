"""The oracle of the sums' pages: each formula evaluated again from the numbers put into it.

Nothing of the statistics is imported but their models.
"""

import ast
import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal, localcontext
from typing import Any

from lxml import html

from tests.stats.recompute import Rows, half_up

CUT_AT = 8
APART = "口径或时段不同"  # what pages call status D
NUMBER = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?")
SIGNS = {"（": "(", "）": ")", "〔": "(", "〕": ")", "−": "-", "×": "*", "÷": "/", ",": "", "%": ""}
ROOT = re.compile(r"(\([^()]*\))开(\d+)次方")
OPERATIONS: dict[type, Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


def evaluated(filled: str) -> Decimal:
    """（12,688−11,990）÷11,990×100% in Decimal: 5.82… (percent counts as a hundred)."""
    plain = "".join(SIGNS.get(letter, letter) for letter in filled)
    plain = ROOT.sub(r"(\1**(1/\2))", plain)
    with localcontext() as context:
        context.prec = 60
        return valued(ast.parse(plain, mode="eval").body, plain)


def valued(node: ast.expr, source: str) -> Decimal:
    if isinstance(node, ast.BinOp):
        left, right = valued(node.left, source), valued(node.right, source)
        return OPERATIONS[type(node.op)](left, right)
    if isinstance(node, ast.UnaryOp):
        return -valued(node.operand, source)
    return Decimal(ast.get_source_segment(source, node) or "")


def exact(value: Decimal) -> str:
    """Grouped, with every decimal it has; cut off behind the eighth."""
    with localcontext() as context:
        context.prec = 60
        cut = value.quantize(Decimal(1).scaleb(-CUT_AT), ROUND_DOWN)
        digits = max(0, -int(cut.normalize().as_tuple().exponent))
        said = f"{cut:,f}…" if cut != value else f"{cut:,.{digits}f}"
        return said.replace("-", "−")


def amounts(text: str) -> list[Decimal]:
    """The numbers of a text with their signs."""
    found = (token.replace(",", "").replace("−", "-") for token in NUMBER.findall(text))
    return [Decimal(token) for token in found]


@dataclass(frozen=True)
class Step:
    """As the page prints it: what each term says, by its name."""

    name: str
    says: dict[str, str]

    def faults(self) -> Iterator[str]:
        if "代入" not in self.says or "结果" not in self.says:
            return
        value, (printed,) = evaluated(self.says["代入"]), amounts(self.says["结果"])
        digits = max(0, -int(printed.as_tuple().exponent))
        before = re.match(r"[-−]?[\d,.]+…?", self.says["取舍前"])
        if before is None or before[0].rstrip("…")[:12] != exact(value).rstrip("…")[:12]:
            yield f"{self.name}：取舍前{self.says['取舍前']}，应为{exact(value)}"
        if half_up(value, digits) != printed:
            yield f"{self.name}：结果{printed}，应为{half_up(value, digits)}"
        is_whole = half_up(value, digits) == value
        if is_whole != ("不用取舍" in self.says["取舍"]):
            yield f"{self.name}：取舍写作{self.says['取舍']}"


@dataclass(frozen=True)
class SumPage:
    """One page of a sum: what the dashboards print, its steps, the rows it started from."""

    printed: str
    steps: tuple[Step, ...]
    inputs: tuple[tuple[int, tuple[str, ...]], ...]  # id and cells

    @property
    def results(self) -> set[Decimal]:
        """Every result, without its sign."""
        said = " ".join(step.says.get("结果", "") for step in self.steps)
        return {abs(each) for each in amounts(f"{said} {self.printed}")}

    def faults(self, rows: Rows, also: set[Decimal]) -> Iterator[str]:
        """`also`: what may be put into a formula beside the rows: targets, years between."""
        years = {rows.by_id[pk].year for pk, _cells in self.inputs}
        given = also | {Decimal(100), Decimal(1), Decimal(max(years) - min(years))}
        for pk, cells in self.inputs:
            row = rows.by_id[pk]
            shown = "—" if row.value is None else cells[2]
            if row.value is not None and amounts(shown) != [row.value]:
                yield f"用到的数 {cells}，应为{row.value}"
            if f"第{row.vintage}版" not in cells or standing(row) not in cells:
                yield f"用到的数 {cells}：版次、状态与 {row} 不符"
            given.add(abs(row.value or Decimal(0)))
        earlier = set[Decimal]()
        for step in self.steps:
            yield from step.faults()
            filled = {abs(each) for each in amounts(step.says.get("代入", "").replace("−", " "))}
            if strange := filled - given - earlier:
                yield f"{step.name}代入的{strange}不是用到的数"
            earlier |= {abs(each) for each in amounts(step.says.get("结果", ""))}


def standing(row: Any) -> str:
    said = APART if row.status == "D" else row.get_status_display()
    return said + ("（修订）" if row.vintage > 1 else "")


def read(page: str) -> SumPage:
    tree = html.fromstring(page)
    steps = []
    for part in tree.xpath("//*[@class='sum-step']"):
        terms = [words(term) for term in part.xpath(".//dt")]
        says = [words(said) for said in part.xpath(".//dd")]
        steps.append(Step(words(part.xpath("./h3")[0]), dict(zip(terms, says, strict=True))))
    inputs = []
    for line in tree.xpath("(//table)[1]//tr[td]"):
        (link,) = line.xpath(".//a/@href")
        cells = tuple(words(cell) for cell in line.xpath("./td|./th"))
        inputs.append((int(link.strip("/").split("/")[-1]), cells))
    return SumPage(words(tree.xpath("//p[@class='sum-result']")[0]), tuple(steps), tuple(inputs))


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())
