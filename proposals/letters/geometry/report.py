"""What the checker found: each rule it held a page against, and where on the page."""

from dataclasses import dataclass, field

from proposals.letters.geometry.rules import RULES, Rule, Strength
from proposals.letters.geometry.sheet import FILE, Box, Place


@dataclass(frozen=True)
class Finding:
    """What one rule met on one page: `page` 0 stands for the whole file.

    `spot` is where on the page it was met: left, top, right and bottom in mm from the corner.
    """

    rule: str
    clause: str
    strength: Strength
    label: str
    expected: str
    measured: str
    tolerance: str
    ok: bool
    page: int
    spot: Box | None = None

    @property
    def is_failure(self) -> bool:
        return not self.ok and self.strength is not Strength.ADVISED


@dataclass
class Report:
    """Collects findings in the order they are made."""

    findings: list[Finding] = field(default_factory=list)

    def measure(
        self, name: str, value: float, place: Place = FILE, *, ok: bool | None = None
    ) -> None:
        """Hold a measured number against its rule; `ok` overrides the rule's tolerance."""
        rule = RULES[name]
        close = abs(value - float(rule.expected)) <= rule.tolerance + 1e-6
        self._add(rule, _shown(value, rule), close if ok is None else ok, place)

    def most(self, name: str, value: float, place: Place = FILE) -> None:
        """Hold a number against a rule that only sets an upper end."""
        rule = RULES[name]
        limit = float(rule.expected) + rule.tolerance
        self._add(rule, _shown(value, rule), value <= limit + 1e-6, place, end="≤ ", slack="+")

    def least(self, name: str, value: float, place: Place = FILE) -> None:
        """Hold a number against a rule that only sets a lower end."""
        rule = RULES[name]
        limit = float(rule.expected) - rule.tolerance
        self._add(rule, _shown(value, rule), value >= limit - 1e-6, place, end="≥ ", slack="−")

    def state(self, name: str, ok: bool, measured: str, place: Place = FILE) -> None:
        self._add(RULES[name], measured, ok, place)

    def none(self, name: str, faults: list[str], page: Place, *, else_: str = "没有") -> None:
        """Hold a list that should be empty against a rule that forbids what it lists."""
        self._add(RULES[name], "、".join(faults[:5]) or else_, not faults, page)

    def misses(self) -> int:
        return sum(not finding.ok for finding in self.findings)

    def _add(
        self, rule: Rule, measured: str, ok: bool, place: Place, *, end: str = "", slack: str = "±"
    ) -> None:
        """`end` and `slack` say which way a number may be off its rule."""
        tolerance = f"{slack}{rule.tolerance:g} {rule.unit}".strip() if rule.tolerance else ""
        expected = rule.expected if isinstance(rule.expected, str) else f"{end}{rule.expected:g}"
        self.findings.append(
            Finding(
                rule=rule.name,
                clause=rule.clause,
                strength=rule.strength,
                label=rule.label,
                expected=f"{expected} {rule.unit}".strip(),
                measured=measured,
                tolerance=tolerance,
                ok=ok,
                page=place.page,
                spot=place.spot,
            )
        )


def _shown(value: float, rule: Rule) -> str:
    number = f"{value:.2f}".rstrip("0").rstrip(".")
    return f"{'0' if number == '-0' else number} {rule.unit}".strip()
