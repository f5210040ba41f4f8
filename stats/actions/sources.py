"""Sources and their papers: registered, mended, and kept what a published figure cites."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cixi_ip.models import Event, User
from stats.actions.refusals import require, tidy
from stats.models import Observation, Source

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
