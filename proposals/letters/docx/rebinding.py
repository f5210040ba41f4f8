"""Puts a draft's tokens back into its text as it came from Word, where figures stayed; pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from proposals.citations import TOKEN
from proposals.letters.body import parse_text
from proposals.letters.docx.edits import Edit, edits
from proposals.letters.docx.tables import block_lines

# Two code points that are no characters: they stand for a token while tables are read.
OPENING, CLOSING = "\ufdd0", "\ufdd1"
HELD = re.compile(f"{OPENING}(\\d+){CLOSING}")
FIGURE = re.compile(r"\d[\d.,]*[%％]?[万亿]?\w?")
PARTS_OF_NUMBERS = "0123456789."
GOES_ON_BEFORE = re.compile(r"[\d０-９.．,-]\Z")
GOES_ON_AFTER = re.compile(r"[\d０-９万亿%％]|[.．,]\d")
SENTENCE = re.compile(r"[^。；！？\n]*[。；！？]?")
NEAR, LEAST_ALIKE = 6, 0.5
SHORTEST_SENTENCE = 8
SHOWN = 12


@dataclass(frozen=True)
class Span:
    """One cited figure as printed in the old text."""

    token: str
    start: int
    end: int


@dataclass(frozen=True)
class Printed:
    """A draft's text in its plainest form, as it is printed, and where its figures stand."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Rebound:
    """The new text with tokens, how many figures are cited still, and what became of the rest."""

    text: str
    kept: int
    notes: tuple[str, ...]


def print_plainly(source: str, printed: Mapping[str, str]) -> Printed:
    """`printed` holds what each understood token prints; all others stay as they are typed."""
    tokens: list[str] = []

    def hold(match: re.Match[str]) -> str:
        if match[0] not in printed:
            return match[0]
        tokens.append(match[0])
        return f"{OPENING}{len(tokens) - 1}{CLOSING}"

    # A token holds a bar, which would end a cell.
    held = TOKEN.sub(hold, source)
    return _filled(plain_form(held), tokens, printed)


def plain_form(source: str) -> str:
    """A text with its tables and attachments written in one way, without blank lines."""
    body, attachments = parse_text(source)
    lines = list(block_lines(body))
    for attachment in attachments:
        lines.append(f"【附件{' 横排' * attachment.landscape}】{attachment.title}")
        lines += block_lines(attachment.body)
    return "\n".join(lines)


def _filled(held: str, tokens: list[str], printed: Mapping[str, str]) -> Printed:
    text, spans, end = "", [], 0
    for match in HELD.finditer(held):
        token = tokens[int(match[1])]
        text += held[end : match.start()]
        spans.append(Span(token, len(text), len(text) + len(printed[token])))
        text += printed[token]
        end = match.end()
    return Printed(text + held[end:], tuple(spans))


def rebind(source: str, printed: Mapping[str, str], new: str) -> Rebound:
    """`new` with the tokens of `source` in the places of the figures that did not change.

    A token is kept when its figure stands where it stood, nothing was added to it, and the words
    before it are about the same; all other figures become plain text and are told of.
    """
    old = print_plainly(source, printed)
    if old.text == new:
        return Rebound(source, len(old.spans), ())
    changes = edits(old.text, new)
    places, notes = [], []
    for span in old.spans:
        at = kept_at(span, old.text, new, changes)
        at = moved_to(span, old.text, new) if at is None else at
        if at is None:
            notes.append(_told(span, old.text, new, changes))
        else:
            places.append((at, span))
    text = new
    for at, span in sorted(places, key=lambda place: place[0], reverse=True):
        text = text[:at] + span.token + text[at + span.end - span.start :]
    return Rebound(text, len(places), tuple(notes))


def kept_at(span: Span, old: str, new: str, changes: list[Edit]) -> int | None:
    """Where in the new text the figure stands; None when it may not be cited any more."""
    for edit in changes:
        if edit.is_same and edit.start <= span.start and span.end <= edit.end:
            at = edit.new_start + span.start - edit.start
            is_own = _is_whole(span, edit, at, new) and _is_about_the_same(span, at, old, new)
            return at if is_own else None
    return None


def moved_to(span: Span, old: str, new: str) -> int | None:
    """Where the figure stands when its whole sentence was moved, and stands there alone."""
    start = max(old.rfind(mark, 0, span.start) for mark in "。；！？\n") + 1
    found = SENTENCE.match(old, start)
    sentence = found[0] if found else ""
    is_plain = len(sentence) >= SHORTEST_SENTENCE and span.end <= start + len(sentence)
    if not is_plain or old.count(sentence) != 1 or new.count(sentence) != 1:
        return None
    return new.index(sentence) + span.start - start


def _is_whole(span: Span, edit: Edit, at: int, new: str) -> bool:
    """Whether nothing was added to the figure at either end."""
    end = at + span.end - span.start
    if span.start == edit.start and GOES_ON_BEFORE.search(new[:at]):
        return False
    return not (span.end == edit.end and GOES_ON_AFTER.match(new[end:]))


def _is_about_the_same(span: Span, at: int, old: str, new: str) -> bool:
    before, now = _words_before(old, span.start), _words_before(new, at)
    if before == now:
        return True
    return SequenceMatcher(None, before, now, autojunk=False).ratio() >= LEAST_ALIKE


def _words_before(text: str, at: int, many: int = NEAR) -> str:
    line = text[:at].rpartition("\n")[2]
    return re.sub(r"[|\s\u3000]", "", line)[-many:]


def _told(span: Span, old: str, new: str, changes: list[Edit]) -> str:
    figure = old[span.start : span.end]
    words = _words_before(old, span.start, SHOWN)
    place = f"“{words}”之后" if words else "段首"
    now = _now(span, new, changes)
    if figure == now:
        return f"{place}引用的数“{figure}”没有变，但前面的文字改了，已不再与数据绑定。"
    if now:
        return f"{place}引用的数“{figure}”被改成“{now}”，已不再与数据绑定。"
    return f"{place}引用的数“{figure}”已不在文中。"


def _now(span: Span, new: str, changes: list[Edit]) -> str:
    """What stands where this figure stood: it in whole, or the figures of a text written anew."""
    start, end = _place_now(span.start, changes), _place_now(span.end, changes, is_end=True)
    while start > 0 and new[start - 1] in PARTS_OF_NUMBERS and start < end:
        start -= 1
    while end < len(new) and new[end] in PARTS_OF_NUMBERS and start < end:
        end += 1
    text = new[start:end].strip("，。；、 ")
    if len(text) <= 2 * SHOWN:
        return text if re.search(r"\d", text) else ""
    return "、".join(match[0] for match in FIGURE.finditer(text))[: 2 * SHOWN]


def _place_now(at: int, changes: list[Edit], *, is_end: bool = False) -> int:
    for edit in changes:
        if edit.start <= at < edit.end or (is_end and at == edit.end):
            if edit.is_same:
                return edit.new_start + at - edit.start
            return edit.new_end if is_end else edit.new_start
    return changes[-1].new_end if changes else 0
