"""Which part of a letter each paragraph of a file is: by our styles, else by place and words."""

import re
from collections.abc import Iterator
from enum import Enum, auto

from proposals.letters.docx.extraction import DATE, Item
from proposals.letters.docx.styles import LEVELS


class Role(Enum):
    HEAD = auto()
    TITLE = auto()
    ADDRESSEE = auto()
    BODY = auto()
    NAMES = auto()
    CLOSING = auto()
    NOTE = auto()
    MARK = auto()
    ATTACHMENT_TITLE = auto()
    ATTACHMENT_BODY = auto()
    RECORD = auto()


STYLE_ROLES = {
    "版头标记": Role.HEAD,
    "发文机关标志": Role.HEAD,
    "发文字号": Role.HEAD,
    "签发人": Role.HEAD,
    "公文标题": Role.TITLE,
    "主送机关": Role.ADDRESSEE,
    "附件说明": Role.NAMES,
    "参加人员": Role.CLOSING,
    "署名": Role.CLOSING,
    "成文日期": Role.CLOSING,
    "附注": Role.NOTE,
    "附件序号": Role.MARK,
    "附件标题": Role.ATTACHMENT_TITLE,
    "版记": Role.RECORD,
    "印发": Role.RECORD,
} | dict.fromkeys((*LEVELS, "表题"), Role.BODY)
BEFORE_TEXT = (Role.HEAD, Role.TITLE, Role.ADDRESSEE)
NUMBER = re.compile(
    r"[^\s，。]{0,20}[〔\[（(][\s\u3000]*(\d{4})?[\s\u3000]*[〕\]）)][\s\u3000\d]*号"
)
HEAD_WORDS = re.compile(
    r"\d{6}|(绝密|机密|秘密).{0,8}|特急|加急|特提|平急|签发人[：:].*|[A-E]类|.{0,4}公开"
    r"|.{2,40}(文件|纪要)"
)
WORDS = (
    (Role.MARK, re.compile(r"附件[\s\u3000]*\d{0,2}[：:]?")),
    (
        Role.RECORD,
        re.compile(r"(主送|抄送|分送)[：:].*|.*\d{4}年\d{1,2}月\d{1,2}日\s*印发", re.DOTALL),
    ),
    (Role.NOTE, re.compile(r"[（(].*联系人[：:].*[）)]", re.DOTALL)),
    (Role.CLOSING, DATE),
    (Role.NAMES, re.compile(r"附件[：:].+", re.DOTALL)),
)
TITLE_ENDS = re.compile(r"关于.+|.+(意见|答复|函|复函|通知|报告|请示|批复|决定|通告|公告|纪要)")
SECOND_NAME = re.compile(r"\d{1,2}[.．、]")
LONGEST_ADDRESSEE, LONGEST_SIGNATURE, LONGEST_TITLE = 200, 30, 120
LONGEST_PART = 3000
MOST_NAMES = 12
MOST_BEFORE_TEXT = 30  # items within which the text must have begun


def roles_of(items: list[Item]) -> list[Role]:
    """The role of each item; none of them is empty."""
    start = _start_of_text(items)
    first = _before_text(items[:start])
    rest = _text(items[start:])
    return [*first, *rest]


def _styled(item: Item) -> Role | None:
    return STYLE_ROLES.get(item.style)


def _start_of_text(items: list[Item]) -> int:
    """Where head, title and addressee end."""
    before = items[:MOST_BEFORE_TEXT]
    styled = [at for at, item in enumerate(before) if _styled(item) in BEFORE_TEXT]
    last = -1
    if styled:
        last = styled[0]
        for at in styled[1:]:
            # A title's style further down was given to something else.
            if any(_styled(one) is Role.BODY for one in items[last + 1 : at]):
                break
            last = at
    named = any(_styled(items[at]) is Role.ADDRESSEE for at in styled if at <= last)
    return last + 1 if named else max(last + 1, _by_addressee(before, last + 1))


def _by_addressee(items: list[Item], first: int) -> int:
    """The place after the first line that ends as an addressee does, or after the title."""
    for at, item in enumerate(items[first:], first):
        if _styled(item) is Role.BODY:
            break
        if _is_addressee(item.text):
            return at + 1
        if first:
            break
    if first:
        return first
    title = next((at for at, item in enumerate(items) if _is_title(item.text)), None)
    return 0 if title is None else title + 1


def _is_addressee(text: str) -> bool:
    return text.endswith(("：", ":")) and len(text) <= LONGEST_ADDRESSEE and "。" not in text


def _is_title(text: str) -> bool:
    return len(text) < LONGEST_TITLE and bool(TITLE_ENDS.fullmatch(text.replace("\n", "")))


def _before_text(items: list[Item]) -> list[Role]:
    """Head, title and addressee: by style, else what is neither head nor addressee is title."""
    has_title = any(_styled(item) is Role.TITLE for item in items)
    numbers = [at for at, item in enumerate(items) if NUMBER.match(_bare(item))]
    after_number = numbers[-1] + 1 if numbers else 0
    usual = [at for at, item in enumerate(items) if item.text.startswith("关于")]
    after_number = max(after_number, *usual[:1], 0)
    return [
        _styled(item) or _early(item, has_title or at < after_number, at == len(items) - 1)
        for at, item in enumerate(items)
    ]


def _early(item: Item, is_head: bool, is_last: bool) -> Role:
    if is_last and _is_addressee(item.text):
        return Role.ADDRESSEE
    if is_head or item.is_table or NUMBER.match(_bare(item)) or HEAD_WORDS.fullmatch(_bare(item)):
        return Role.HEAD
    return Role.TITLE


def _bare(item: Item) -> str:
    return re.sub(r"[\s\u3000]", "", item.text)


def _text(items: list[Item]) -> Iterator[Role]:
    """From the body on: an attachment goes on until the next one begins, or 版记."""
    is_attached = needs_title = False
    role = None
    for at, item in enumerate(items):
        role = _late(item, is_attached) or _by_neighbours(items, at, role, is_attached)
        if role in (None, Role.BODY, Role.TITLE, Role.ADDRESSEE, Role.HEAD):
            role = Role.BODY
            if is_attached:
                role = Role.ATTACHMENT_TITLE if needs_title else Role.ATTACHMENT_BODY
                if item.is_table:
                    role = Role.ATTACHMENT_BODY
        is_attached = is_attached or role in (Role.MARK, Role.ATTACHMENT_TITLE)
        needs_title = role is Role.MARK
        yield role


def _late(item: Item, is_attached: bool) -> Role | None:
    """The role a paragraph has by its style or its words."""
    styled = _styled(item)
    if styled is not None or item.is_table:
        return styled
    words = item.text.strip()
    if len(words) > LONGEST_PART:
        return None
    found = next((role for role, form in WORDS if form.fullmatch(words)), None)
    # In an attachment dates and contacts are part of its text.
    return found if not is_attached or found in (Role.MARK, Role.RECORD) else None


def _by_neighbours(
    items: list[Item], at: int, before: Role | None, is_attached: bool
) -> Role | None:
    """A line in no style of ours that only what stands around it explains."""
    item = items[at]
    if is_attached or _styled(item) is not None:
        return None
    if before is Role.NAMES and SECOND_NAME.match(item.text):
        return Role.NAMES
    below = next((one for one in items[at + 1 : at + MOST_NAMES] if not _is_name(one)), None)
    is_signature = below is not None and DATE.fullmatch(below.text) is not None
    return Role.CLOSING if is_signature and _is_name(item) else None


def _is_name(item: Item) -> bool:
    """Short and without a mark at its end; names right above a date are 署名."""
    if item.is_table or _styled(item) is not None or DATE.fullmatch(item.text):
        return False
    return len(item.text) <= LONGEST_SIGNATURE and item.text[-1] not in "。；：，！？"
