"""Sources and their papers: registered, mended, and kept what a published figure cites."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localtime

from cixi_ip import paper_types
from cixi_ip.models import Event, User
from stats.actions.refusals import require, tidy
from stats.models import Observation, Paper, Source, Submission, Target

IDENTITY = ("title", "doc_no", "issuer", "issued_on")


@transaction.atomic
def save_source(*, by: User, source: Source) -> Source:
    """Add a source to the list, or mend one."""
    require(by, "stats.change_source" if source.pk else "stats.add_source", "登记来源")
    kind = "修改来源" if source.pk else "登记来源"
    tidy(source)
    source.full_clean()
    changes = source_changes(source) if source.pk else {}
    refuse_rewriting(source, changes)
    source.save()
    Event.objects.record(
        kind, by=by, subject=source, doc_no=source.doc_no, issuer=source.issuer, changes=changes
    )
    return source


def source_changes(source: Source) -> dict[str, list[str]]:
    """Each changed field with its value before and after, for the record."""
    stored = Source.objects.select_for_update().get(pk=source.pk)
    pairs = {
        field.name: [str(getattr(found, field.name) or "") for found in (stored, source)]
        for field in Source._meta.concrete_fields
    }
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def refuse_rewriting(source: Source, changes: dict[str, list[str]]) -> None:
    """What a published figure cites stays the paper it was."""
    locked = [name for name in IDENTITY if name in changes]
    if locked and Observation.objects.filter(source=source).exists():
        raise ValidationError(
            {
                name: f"已发布的数据引用了这一来源，“{Source._meta.get_field(name).verbose_name}”"
                f"不能再改（原为“{changes[name][0]}”）。如是另一份文件，请另登记一个来源；"
                "要补充说明，请写在备注里。"
                for name in locked
            }
        )


@transaction.atomic
def add_paper(*, by: User, source: Source, name: str, content: bytes) -> Paper:
    """Keep the file of a source; what it is follows from its content, its name is made harmless."""
    require(by, "stats.change_source", "上传来源原件")
    try:
        kind = paper_types.recognise(content)
    except ValueError as error:
        raise ValidationError(f"“{paper_types.shortened(name)}”没有上传：{error}") from error
    Source.objects.select_for_update().get(pk=source.pk)
    digest = hashlib.sha256(content).hexdigest()
    refuse_same(source, digest)
    paper = Paper(
        source=source,
        name=paper_types.safe_name(name, kind),
        media_type=kind.media_type,
        content=content,
        size=len(content),
        sha256=digest,
        uploaded_by=by,
    )
    paper.full_clean(exclude=["content"])
    paper.save()
    Event.objects.record(
        "上传原件", by=by, subject=source, file=paper.name, sha256=digest, size=paper.size
    )
    return paper


def refuse_same(source: Source, digest: str) -> None:
    twins = Paper.objects.filter(source=source, sha256=digest).select_related("uploaded_by")
    if twin := twins.defer("content").first():
        raise ValidationError(
            f"这份文件已由{twin.uploaded_by}于 {localtime(twin.uploaded_at):%Y-%m-%d %H:%M} "
            f"上传，名为“{twin.name}”，不必再传。"
        )


@transaction.atomic
def remove_paper(*, by: User, paper: Paper) -> None:
    """Take a file away that was uploaded by mistake, while nothing stands on its source."""
    require(by, "stats.change_source", "删除来源原件")
    source = Source.objects.select_for_update().get(pk=paper.source_id)
    if why := kept_because(source):
        raise ValidationError(
            f"{why}，“{paper.name}”要留作依据，不能删除。"
            "如传错了文件，请另外上传正确的，并在来源的备注里写明以哪份为准。"
        )
    Event.objects.record(
        "删除原件", by=by, subject=source, file=paper.name, sha256=paper.sha256, size=paper.size
    )
    Paper.objects.filter(pk=paper.pk).delete()


def kept_because(source: Source) -> str:
    """Who stands on the papers of this source: published figures, or a batch being reviewed."""
    if any(cites.objects.filter(source=source).exists() for cites in (Observation, Target)):
        return "已发布的数据引用了这一来源"
    cited = Q(source=source) | Q(entries__source=source) | Q(target_entries__source=source)
    if Submission.objects.filter(cited, state=Submission.State.SUBMITTED).exists():
        return "待审核的批次引用了这一来源"
    return ""
