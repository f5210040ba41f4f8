"""What a document must have, and how much of it there is room for, before it can be typeset."""

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError

from proposals.letters.body import Block, Table
from proposals.letters.document import Attachment, Format, Letter, Seal
from proposals.letters.title import width

LONGEST_TITLE = 76
MOST_ISSUERS = 10
# Characters. Longer ones leave the red head, 版记 or the first page no sensible shape.
LONGEST = {"发文机关": 48, "签发人": 14, "签发人职务": 24, "发文字号": 24, "附注": 112}
LONGEST_RECORD = 600  # of 主送 and 抄送 in 版记 together
MOST_COLUMNS = {False: 14, True: 22}  # of a table, on an upright and on a turned sheet
COPY_NUMBER = re.compile(r"\d{6}")
SECRECY = re.compile(r"(绝密|机密|秘密)(★([1-9]\d?(年|个月)|长期))?")
URGENCIES = ("特急", "加急", "特提", "平急")


def refuse_unfit(letter: Letter) -> None:
    """ValidationError, in Chinese, naming the part and how to mend it."""
    _refuse_incomplete(letter)
    for message, code in _complaints(letter):
        raise ValidationError(message, code=code)


def _refuse_incomplete(letter: Letter) -> None:
    needed: dict[str, object] = {
        "发文机关": bool(letter.issuers) and all(letter.issuers),
        "标题": letter.title,
        "主送机关": letter.addressee or letter.format is Format.MINUTES,
        "正文": letter.body,
    }
    if not letter.draft:
        needed |= {
            "发文字号": letter.number,
            "成文日期": letter.date or letter.format is Format.MINUTES,
        }
    missing = [name for name, value in needed.items() if not value]
    if missing:
        raise ValidationError(
            f"公文缺少：{'、'.join(missing)}。请补全后再生成。", code="incomplete"
        )


def _complaints(letter: Letter) -> Iterator[tuple[str, str]]:
    yield from _titles(letter)
    yield from _marks(letter)
    yield from _signing(letter)
    yield from _lengths(letter)
    yield from _tables("正文", letter.body, is_turned=False)
    for mark, attachment in zip(letter.attachment_marks, letter.attachments, strict=True):
        yield from _attachment(mark, attachment)


def _titles(letter: Letter) -> Iterator[tuple[str, str]]:
    if width(letter.title) > LONGEST_TITLE:
        yield (
            f"标题约 {width(letter.title):.0f} 字，超过 {LONGEST_TITLE} 字，排不下。请缩短标题。",
            "long_title",
        )


def _marks(letter: Letter) -> Iterator[tuple[str, str]]:
    if letter.copy_number and not COPY_NUMBER.fullmatch(letter.copy_number):
        yield f"份号“{letter.copy_number}”不是 6 位数字。请改为如 000001 的写法。", "copy_number"
    if letter.secrecy and not SECRECY.fullmatch(letter.secrecy):
        yield f"密级“{letter.secrecy}”写法不对。请改为如“机密★1年”的写法。", "secrecy"
    if letter.urgency and letter.urgency not in URGENCIES:
        yield f"紧急程度“{letter.urgency}”不在“特急、加急”之列，请改正。", "urgency"


def _signing(letter: Letter) -> Iterator[tuple[str, str]]:
    if len(letter.issuers) > MOST_ISSUERS:
        yield (
            f"联合行文的机关有 {len(letter.issuers)} 个，超过 {MOST_ISSUERS} 个，首页排不下。"
            "请只列主办机关，其余机关写入正文。",
            "many_issuers",
        )
    is_stamped = letter.seal is Seal.SIGNED and letter.format is not Format.MINUTES
    if is_stamped and (len(letter.posts) != len(letter.issuers) or not all(letter.posts)):
        yield (
            f"签名章须为每个发文机关写明一个签发人职务：机关 {len(letter.issuers)} 个，"
            f"职务 {sum(map(bool, letter.posts))} 个。请补齐。",
            "posts",
        )


def _lengths(letter: Letter) -> Iterator[tuple[str, str]]:
    texts = {
        "发文机关": letter.issuers,
        "签发人": letter.signers,
        "签发人职务": letter.posts,
        "发文字号": (letter.number,),
        "附注": (letter.note,),
    }
    for name, values in texts.items():
        for value in values:
            if width(value) > LONGEST[name]:
                yield (
                    f"{name}“{value[:12]}…”约 {width(value):.0f} 字，超过 {LONGEST[name]} 字，"
                    "排不下。请缩短。",
                    "too_long",
                )
    recipients = width(letter.main_recipients) + width(letter.copies)
    if recipients > LONGEST_RECORD:
        yield (
            f"版记中的主送、抄送机关约 {recipients:.0f} 字，超过 {LONGEST_RECORD} 字，排不下。"
            "请改用统称，如“各镇人民政府、街道办事处”。",
            "too_long",
        )


def _attachment(mark: str, attachment: Attachment) -> Iterator[tuple[str, str]]:
    if not attachment.title or not attachment.body:
        missing = "内容" if attachment.title else "标题"
        yield f"{mark}没有{missing}。请补全，或删去这个附件。", "incomplete"
    if width(attachment.title) > LONGEST_TITLE:
        yield f"{mark}的标题超过 {LONGEST_TITLE} 字，排不下。请缩短标题。", "long_title"
    yield from _tables(mark, attachment.body, is_turned=attachment.landscape)


def _tables(place: str, body: tuple[Block, ...], *, is_turned: bool) -> Iterator[tuple[str, str]]:
    most = MOST_COLUMNS[is_turned]
    for table in (block for block in body if isinstance(block, Table)):
        count = max(map(len, table.rows), default=0)
        name = f"{place}的表格“{table.caption}”" if table.caption else f"{place}的表格"
        if not count:
            yield f"{name}没有一行。请补全，或删去这个表格。", "empty_table"
        elif count > most:
            how = "拆成几个表" if is_turned else "放进横排的附件，或拆成几个表"
            yield f"{name}有 {count} 列，超过 {most} 列，排不下。请{how}。", "wide_table"
