"""What an official document consists of, before any typesetting: its parts, and their wording."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from cixi_ip.wording import chinese_date
from proposals.letters.body import Attachment, Block
from proposals.letters.title import balance_title

BLANK_DATE = "　　　　年　　月　　日"


class Format(StrEnum):
    """The page forms of GB/T 9704-2012: clause 7, 10.1 (信函) and 10.3 (纪要)."""

    FILE = "文件"
    LETTER = "信函"
    MINUTES = "纪要"


class Seal(StrEnum):
    """How a document is authenticated, which decides where 署名 and date stand (7.3.5.1—3)."""

    SEALED = "盖章"
    UNSEALED = "不盖章"
    SIGNED = "签名章"


@dataclass(frozen=True)
class Letter:
    """All that stands on an official document; an empty text means the part is left out.

    `issuers` are in their order, the lead organ first; `signers` belong to 上行文. `posts` are
    the posts of those whose 签名章 is set, one for each issuer. `attendance` is what 纪要 lists:
    (出席, names), (请假, names), (列席, names). `lead_head` leaves the other organs' names out of
    the red head.
    """

    format: Format
    issuers: tuple[str, ...]
    number: str
    title: str
    body: tuple[Block, ...]
    date: datetime.date | None
    addressee: str = ""
    addressee_in_record: bool = False
    lead_head: bool = False
    copy_number: str = ""
    secrecy: str = ""
    urgency: str = ""
    signers: tuple[str, ...] = ()
    class_mark: str = ""
    disclosure: str = ""
    attachments: tuple[Attachment, ...] = ()
    seal: Seal = Seal.SEALED
    posts: tuple[str, ...] = ()
    attendance: tuple[tuple[str, str], ...] = ()
    contact: str = ""
    phone: str = ""
    cc: tuple[str, ...] = ()
    printer: str = ""
    print_date: datetime.date | None = None
    record_on_even_page: bool = False
    draft: bool = False
    demo: bool = False

    @property
    def issuer(self) -> str:
        """The lead organ."""
        return self.issuers[0]

    @property
    def head_names(self) -> tuple[str, ...]:
        """Whose names make the red head: all issuers in 文件, the lead organ's in 信函 (10.1)."""
        is_joint = self.format is Format.FILE and not self.lead_head
        return self.issuers if is_joint else self.issuers[:1]

    @property
    def head_word(self) -> str:
        """What follows the names: 文件 (7.2.4) or 纪要 (10.3)."""
        return {Format.FILE: "文件", Format.LETTER: "", Format.MINUTES: "纪要"}[self.format]

    @property
    def top_left(self) -> tuple[str, ...]:
        """份号, 密级和保密期限, 紧急程度, one a line (7.2.1—3)."""
        return tuple(mark for mark in (self.copy_number, self.secrecy, self.urgency) if mark)

    @property
    def top_right(self) -> tuple[str, ...]:
        """Class mark and disclosure of an answer by the lead unit."""
        return tuple(mark for mark in (self.class_mark, self.disclosure) if mark)

    @property
    def title_lines(self) -> tuple[str, ...]:
        return balance_title(self.title)

    @property
    def opening(self) -> str:
        """The addressee with its full-width colon (7.3.2); none where it stands in 版记."""
        if not self.addressee or self.addressee_in_record:
            return ""
        return self.addressee.rstrip("：:") + "："

    @property
    def attachment_notes(self) -> tuple[str, ...]:
        """附件说明 as printed: numbered when there are several (7.3.4)."""
        names = [attachment.name for attachment in self.attachments]
        if len(names) > 1:
            names = [f"{number}.{name}" for number, name in enumerate(names, 1)]
        return ("附件：" + names[0], *names[1:]) if names else ()

    @property
    def attachment_marks(self) -> tuple[str, ...]:
        """What stands in the corner of each 附件: 附件, or 附件1 and so on (7.3.7)."""
        if len(self.attachments) == 1:
            return ("附件",)
        return tuple(f"附件{number}" for number in range(1, len(self.attachments) + 1))

    @property
    def date_line(self) -> str:
        return chinese_date(self.date) if self.date else BLANK_DATE

    @property
    def note(self) -> str:
        """The 附注 with whom to call (7.3.6); none without a contact."""
        if not self.contact:
            return ""
        phone = f"，联系电话：{self.phone}" if self.phone else ""
        return f"（联系人：{self.contact}{phone}）"

    @property
    def main_recipients(self) -> str:
        """The addressee as 版记 carries it when the first page has no room (7.3.2, 7.4.2)."""
        if not self.addressee_in_record:
            return ""
        return self.addressee.rstrip("：:。") + "。"

    @property
    def copies(self) -> str:
        """The offices copied, with the full stop that ends them (7.4)."""
        return "，".join(self.cc) + "。" if self.cc else ""

    @property
    def imprint(self) -> tuple[str, str]:
        """印发机关 and 印发日期, which 信函 does not carry (7.4, 10.1)."""
        if self.format is Format.LETTER or not self.printer:
            return ("", "")
        return (self.printer, chinese_date(self.print_date) + "印发" if self.print_date else "")

    @property
    def has_record(self) -> bool:
        return bool(self.main_recipients or self.copies or self.imprint[0])

    @property
    def watermarks(self) -> tuple[str, ...]:
        return ("草稿",) * self.draft + ("演示数据",) * self.demo
