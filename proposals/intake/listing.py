"""What is read from a 交办清单: its cases, and what is wrong with its cells; pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from cixi_ip.workbooks.complaints import Complaint, split
from cixi_ip.workbooks.complaints import shown as shortened
from proposals.intake.units import is_body


@dataclass
class Row:
    """One case as its row has it; `is_sound` once nothing in it stands against registering."""

    sheet: str
    row: int
    number: int = 0
    kind: str = ""
    title: str = ""
    lead: list[str] = field(default_factory=list)
    joint: list[str] = field(default_factory=list)
    group: str = ""
    phone: str = ""
    lead_unit: str = ""
    units: list[str] = field(default_factory=list)
    role: str = ""
    is_role_told: bool = True
    assigned_by: str = ""
    assigned_on: date | None = None
    sitting: str = "大会"
    topic: str = ""
    is_key: bool = False
    wish: str = ""
    repeated: str = ""
    needs_answer: bool = True
    text: str = ""
    is_sound: bool = True

    @property
    def place(self) -> str:
        return f"{self.sheet}第 {self.row} 行"

    @property
    def is_group(self) -> bool:
        """Whether those who put it forward are a body and not persons."""
        return any(is_body(name) for name in self.lead)


@dataclass
class Listing:
    rows: list[Row] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)

    def complain(self, kind: str, sheet: str, row: int, column: str, sentence: str) -> None:
        what, how = split(shortened(sentence))
        self.complaints.append(Complaint(kind, sheet, row, column, what, how))


@dataclass(frozen=True)
class Terms:
    """What holds for the whole list: which kinds the session has, who we are, what day it is."""

    kinds: tuple[str, ...]
    bureau: str
    today: date
