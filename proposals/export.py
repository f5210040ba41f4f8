"""PDFs of letters and minutes: a draft's is made now, marked 草稿; an issued one's is frozen."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone

from proposals.letters import compose, compose_minutes, to_pdf
from proposals.models import IssuedLetter, Letter, Minutes, PageForm


@dataclass(frozen=True)
class Download:
    name: str
    pdf: bytes


def pdf_of(letter: Letter, page_form: str = "") -> Download:
    """The letter's PDF, in its own page form unless a draft is wanted in the other one."""
    issued = IssuedLetter.objects.filter(letter=letter).first()
    if issued is not None:
        return frozen(issued, page_form)
    if page_form and page_form not in dict(Letter._meta.get_field("page_form").flatchoices):
        raise ValidationError(f"没有“{page_form}”这种版式，请选“文件”或“信函”。")
    if letter.upward and page_form == PageForm.LETTER:
        raise ValidationError("上行文只用文件格式，请下载文件格式的草稿。")
    moment = timezone.now().replace(microsecond=0)
    made = to_pdf(compose(letter, page_form=page_form), moment=moment)
    return Download(f"{letter.title}（草稿）.pdf", made.pdf)


def frozen(issued: IssuedLetter, page_form: str = "") -> Download:
    """The signed bytes, only while they still are what was signed."""
    if page_form and page_form != issued.page_form:
        raise ValidationError(
            f"{issued.reference}已按{issued.get_page_form_display()}签发，不能改版式。"
            "请下载签发的原件；确需另一种版式，请另行发文。"
        )
    if not issued.is_intact:
        raise ValidationError(
            f"{issued.reference}的存档与签发时的 SHA-256 不一致，已停止下载。"
            "请立即联系系统管理员，用备份恢复原件。"
        )
    return Download(f"{issued.reference} {issued.title}.pdf", bytes(issued.pdf))


def minutes_pdf(minutes: Minutes) -> Download:
    """The frozen bytes of issued 纪要 while they still are those; else the draft, made now."""
    if not minutes.is_issued:
        made = to_pdf(compose_minutes(minutes), moment=minutes.updated_at.replace(microsecond=0))
        return Download(f"{minutes.title}（草稿）.pdf", made.pdf)
    if not minutes.is_intact:
        raise ValidationError(
            f"{minutes}的存档与定稿时的 SHA-256 不一致，已停止下载。"
            "请立即联系系统管理员，用备份恢复原件。"
        )
    return Download(f"{minutes.number} {minutes.title}.pdf", bytes(minutes.pdf or b""))
