"""Every change of state of the proposals: register, take, save a draft, submit, send back, sign."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Max, Model
from django.utils import timezone

from cixi_ip.hygiene import sanitise
from cixi_ip.models import Event, User
from cixi_ip.typeset import MOST_CHARACTERS
from proposals.citations import Citation
from proposals.examination import Examination, digest, examine
from proposals.letters import Typeset, compose, plain_text, to_pdf
from proposals.models import (
    CongressSession,
    Handling,
    IssuedLetter,
    Letter,
    LetterFigure,
    NumberSeries,
    Proposal,
    RoleSetting,
)
from proposals.models.letter import WRITTEN
from proposals.proofreading import still_aside
from proposals.provenance import provenance
from proposals.workflow import MOVES, WRITABLE

# What a signed letter keeps of its draft beside what has a column of its own.
PARTS = tuple(name for name in WRITTEN if name not in ("page_form", "title", "addressee", "body"))
LONGEST_EXPLANATION = 200
LONGEST_REASON = 300
LAST_NUMBER = 9999
Setting = CongressSession | RoleSetting | NumberSeries


def require(by: User, name: str) -> None:
    move = MOVES[name]
    if not move.allows(by):
        raise PermissionDenied(f"您的角色不能{move.label}。如确需办理，请联系系统管理员调整角色。")


def _move(handling: Handling, name: str, **changes: object) -> None:
    """Change the state by compare-and-set; whoever comes second is told the present state."""
    move = MOVES[name]
    count = Handling.objects.filter(pk=handling.pk, state__in=move.sources).update(
        state=move.to, **changes
    )
    handling.refresh_from_db()
    if not count:
        raise ValidationError(
            f"{handling}现为“{handling.get_state_display()}”，不能{move.label}。"
            "请刷新页面查看最新状态。"
        )


@transaction.atomic
def register(*, by: User, proposal: Proposal, role: str, addressee: str = "") -> tuple[str, ...]:
    """Take a proposal in; returns what was cleaned. Without an addressee it is the lead unit."""
    require(by, "register")
    proposal.registered_by = by
    notes = clean_fields(proposal, ("title", "lead_unit"))
    proposal.full_clean()
    handling = Handling(proposal=proposal, role=role, addressee=addressee)
    notes += clean_fields(handling, ("addressee",))
    handling.addressee = handling.addressee or (proposal.lead_unit if role == "协办" else "")
    handling.full_clean(exclude=["proposal"])
    save_once(proposal)
    handling.save()
    Event.objects.record("登记建议提案", by=by, subject=handling, role=role)
    return tuple(notes)


def save_once(proposal: Proposal) -> None:
    """Of two who register the same proposal at once, the second gets past the check before it."""
    try:
        with transaction.atomic():
            proposal.save()
    except IntegrityError as error:
        raise ValidationError(
            f"{proposal.reference}刚由别人登记了，没有重复登记。请在列表中查找。"
        ) from error


@transaction.atomic
def take(*, by: User, handling: Handling) -> Letter:
    """Become the officer in charge, also in a colleague's place; makes a draft if there is none."""
    require(by, "take")
    before = handling.officer
    _move(handling, "take", officer=by, department=by.department)
    letter = Letter.objects.filter(handling=handling).first() or new_letter(handling)
    Event.objects.record("承办", by=by, subject=handling, before=str(before or ""))
    return letter


def new_letter(handling: Handling) -> Letter:
    """An empty draft as the session's settings have it."""
    setting = handling.setting
    letter = Letter(
        handling=handling,
        page_form=setting.page_form,
        title=handling.letter_title,
        addressee=handling.addressee,
        cc=setting.cc,
    )
    letter.full_clean()
    letter.save()
    return letter


@transaction.atomic
def save_draft(*, by: User, letter: Letter, seen_edition: int) -> tuple[str, ...]:
    """Save what the officer typed (`letter` as changed by the form); returns what was cleaned.

    `seen_edition` is the edition the page showed. When it is no longer the stored one, the save is
    refused with code "stale" and nothing is written: the page keeps what was typed.
    """
    require(by, "submit")
    handling = Handling.objects.select_for_update().get(pk=letter.handling_id)
    own_and_open(handling, by)
    notes = clean_text(letter)
    letter.full_clean()
    values = {name: getattr(letter, name) for name in (*WRITTEN, "explanations")}
    count = Letter.objects.filter(pk=letter.pk, edition=seen_edition).update(
        **values, edition=F("edition") + 1, updated_at=timezone.now()
    )
    if not count:
        raise ValidationError(
            "这份稿件在您打开页面之后已被保存过。您填的内容还在下面，没有丢失；"
            "请与现存的稿件对照，改好后再保存一次。",
            code="stale",
        )
    letter.authors.add(by)
    letter.edition = seen_edition + 1
    Event.objects.record("保存草稿", by=by, subject=handling, edition=letter.edition)
    return notes


def clean_fields(row: Model, names: Iterable[str]) -> list[str]:
    """Sanitise these texts in place, others stay; what was removed, named by field."""
    notes = []
    for name in names:
        if not isinstance(value := getattr(row, name), str):
            continue
        text, found = sanitise(value)
        setattr(row, name, text if name == "body" else text.strip())
        notes += [f"{row._meta.get_field(name).verbose_name}：{note}" for note in found]
    return notes


def clean_text(letter: Letter) -> tuple[str, ...]:
    notes = clean_fields(letter, WRITTEN)
    if len(letter.body) > MOST_CHARACTERS:
        raise ValidationError(
            f"正文共 {len(letter.body):,} 字，超过 {MOST_CHARACTERS:,} 字的上限。请删减后再保存。"
        )
    letter.explanations = clean_explanations(letter) | still_aside(letter)
    return tuple(notes)


def clean_explanations(letter: Letter) -> dict[str, str]:
    """Only what explains a check of this text, so that a page can send nothing else to keep."""
    found = {}
    for check in examine(letter).checks:
        text = sanitise(letter.explanations.get(check.key, ""))[0].strip()
        if check.needs_explanation and text:
            found[check.key] = text[:LONGEST_EXPLANATION]
    return found


def own_and_open(handling: Handling, by: User) -> None:
    if handling.officer_id != by.pk:
        raise PermissionDenied("这件由别的经办人承办。如需接手，请先在办理页按“承办”。")
    if handling.state not in WRITABLE:
        raise ValidationError(
            f"{handling}现为“{handling.get_state_display()}”，不能再改。"
            "待签发的稿件请签发人退回后再改；已签发的公文不能改，有误请另行发文更正。"
        )


def refuse_obstacles(examination: Examination) -> None:
    if examination.obstacles:
        raise ValidationError(examination.obstacles)


@transaction.atomic
def submit_for_signing(*, by: User, handling: Handling) -> Handling:
    """Hand the letter in; its text must be free of faults and each doubt explained."""
    require(by, "submit")
    handling = Handling.objects.select_for_update().get(pk=handling.pk)
    own_and_open(handling, by)
    refuse_obstacles(examine(handling.letter))
    _move(handling, "submit", return_reason="")
    Event.objects.record("提交签发", by=by, subject=handling, edition=handling.letter.edition)
    return handling


@transaction.atomic
def send_back(*, by: User, handling: Handling, reason: str) -> tuple[str, ...]:
    """Return the letter to its officer; returns what was cleaned."""
    require(by, "send_back")
    handling.return_reason = reason
    notes = clean_fields(handling, ("return_reason",))
    clean_reason = handling.return_reason[:LONGEST_REASON]
    if not clean_reason:
        raise ValidationError("请写明退回原因，经办人据此修改。")
    _move(handling, "send_back", return_reason=clean_reason)
    Event.objects.record("退回修改", by=by, subject=handling, reason=clean_reason)
    return tuple(notes)


@dataclass(frozen=True)
class Signing:
    """All that becomes a letter at one moment."""

    letter: Letter
    examination: Examination
    typeset: Typeset
    prefix: str
    number: int
    day: date
    moment: datetime


@transaction.atomic
def sign(*, by: User, handling: Handling, seen: str) -> IssuedLetter:
    """Give the letter its number and date, and freeze text, figures, bytes and SHA-256 for good.

    `seen` is the digest of what the signer was shown (examination.digest); when draft or figures
    have changed since, signing is refused. Everything happens or nothing does: a letter that
    cannot be typeset takes no number.
    """
    require(by, "sign")
    _move(handling, "sign")
    letter = Letter.objects.select_related("handling__proposal__session").get(handling=handling)
    refuse_own_draft(letter, by)
    examination = examine(letter)
    refuse_obstacles(examination)
    if digest(letter, examination) != seen:
        raise ValidationError("您打开页面之后稿件或数据有变动，请重新看过再签发。")
    issued = freeze(typeset_final(letter, examination, by), by)
    Event.objects.record(
        "签发",
        by=by,
        subject=handling,
        number=issued.reference,
        sha256=issued.sha256,
        **by.on_behalf("proposals.sign_letter"),
    )
    return issued


def refuse_own_draft(letter: Letter, by: User) -> None:
    hands = by.acts_for()
    if letter.handling.officer_id in hands or letter.authors.filter(pk__in=hands).exists():
        raise PermissionDenied(
            "拟稿人不能签发自己起草的公文，代拟稿人办理的也不能，请由另一位领导签发。"
        )


def typeset_final(letter: Letter, examination: Examination, by: User) -> Signing:
    setting, moment = letter.handling.setting, timezone.now().replace(microsecond=0)
    day = timezone.localdate(moment)
    number = take_number(setting.series, day.year)
    document = compose(
        letter,
        text=examination.expansion.text,
        number=f"{setting.series}〔{day.year}〕{number}号",
        day=day,
        signer=str(by) if letter.upward or setting.shows_signer else "",
    )
    attached = None
    if setting.attaches_provenance:
        attached = provenance(examination.expansion, number=document.number, day=day)
    made = to_pdf(document, moment=moment, provenance=attached)
    return Signing(letter, examination, made, setting.series, number, day, moment)


def following_number(prefix: str, year: int) -> str:
    """The number a signing now would take; another signing may take it first."""
    series = NumberSeries.objects.filter(prefix=prefix, year=year).first()
    return (series or NumberSeries(prefix=prefix, year=year)).following


@transaction.atomic
def save_setting(*, by: User, setting: Setting) -> Setting:
    """Make or change a session, the settings of a role in it, or the next number of a series."""
    is_new = setting.pk is None
    doing = "add" if is_new else "change"
    if not by.has_perm(f"proposals.{doing}_{setting._meta.model_name}"):
        raise PermissionDenied("您的角色不能修改公文设置，请联系办公室。")
    if isinstance(setting, NumberSeries):
        refuse_used_number(setting)
    setting.full_clean()
    setting.save()
    name = setting._meta.verbose_name
    Event.objects.record(f"{'新建' if is_new else '修改'}{name}", by=by, subject=setting)
    return setting


def refuse_used_number(series: NumberSeries) -> None:
    """Letters of the series may have been numbered elsewhere: it may run ahead, never back."""
    if series.next_number > LAST_NUMBER:
        raise ValidationError(
            {"next_number": f"序号最大到 {LAST_NUMBER}，请核对后填写一年之内用得到的序号。"}
        )
    used = IssuedLetter.objects.filter(prefix=series.prefix, year=series.year)
    last = used.aggregate(last=Max("number"))["last"]
    if last is not None and series.next_number <= last:
        raise ValidationError(
            {"next_number": f"{series}{last}号已经用过，下一个序号不能小于 {last + 1}。"}
        )


def take_number(prefix: str, year: int) -> int:
    """The next number of the series; a refusal later in the transaction gives it back."""
    NumberSeries.objects.get_or_create(prefix=prefix, year=year)
    series = NumberSeries.objects.select_for_update().get(prefix=prefix, year=year)
    number = series.next_number
    if number > LAST_NUMBER:
        raise ValidationError(f"{series}的序号已到 {LAST_NUMBER}，请办公室在后台“发文字号”中核对。")
    series.next_number = number + 1
    series.save(update_fields=["next_number"])
    return number


def freeze(signing: Signing, by: User) -> IssuedLetter:
    letter, expansion = signing.letter, signing.examination.expansion
    issued = IssuedLetter.objects.create(
        letter=letter,
        prefix=signing.prefix,
        year=signing.day.year,
        number=signing.number,
        date=signing.day,
        page_form=letter.page_form,
        title=letter.title,
        addressee=letter.addressee,
        body=expansion.text,
        parts={name: getattr(letter, name) for name in PARTS if getattr(letter, name)},
        text=plain_text(signing.typeset.letter),
        figures=[
            {"token": c.token, "printed": c.printed, "place": c.place, "source": c.source}
            for c in expansion.citations
        ],
        checks=[
            {"verdict": c.verdict, "rule": c.rule, "text": c.text, "explanation": c.explanation}
            for c in signing.examination.checks
        ],
        pdf=signing.typeset.pdf,
        sha256=hashlib.sha256(signing.typeset.pdf).hexdigest(),
        engine=signing.typeset.engine,
        fonts=list(signing.typeset.fonts),
        notes=list(signing.typeset.notes),
        pages=signing.typeset.pages,
        drafted_by=letter.handling.officer,
        signed_by=by,
        signed_at=signing.moment,
    )
    LetterFigure.objects.bulk_create(
        letter_figure(issued, position, citation)
        for position, citation in enumerate(expansion.citations, 1)
    )
    return issued


def letter_figure(issued: IssuedLetter, position: int, citation: Citation) -> LetterFigure:
    return LetterFigure(
        issued=issued,
        position=position,
        token=citation.token,
        printed=citation.printed,
        region=citation.region,
        period=citation.period,
        observation_id=citation.figure.id if citation.figure else None,
        base_id=citation.base.id if citation.base else None,
        target_id=citation.goal.id if citation.goal else None,
    )


@transaction.atomic
def load(*, proposal: Proposal, role: str, body: str) -> bool:
    """Register what comes with the system, with its draft; what is there already is left alone."""
    known = Proposal.objects.filter(
        session=proposal.session, kind=proposal.kind, number=proposal.number
    )
    if known.exists():
        return False
    proposal.full_clean()
    proposal.save()
    handling = Handling(proposal=proposal, role=role, addressee=proposal.lead_unit)
    handling.full_clean()
    handling.save()
    letter = new_letter(handling)
    letter.body = body
    letter.save(update_fields=["body"])
    Event.objects.record("装载建议提案", by=None, label="随系统装载", subject=handling)
    return True
