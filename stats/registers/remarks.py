"""What else is to be said of a row that was just saved."""

from django.db.models import Model

from stats.models import Enterprise, Honour, Inspection


def remarks(record: Model) -> list[str]:
    """Sentences for who saved it; a query for an enterprise."""
    if isinstance(record, Honour):
        return list(record.remarks)
    return inspected_in_words(record) if isinstance(record, Enterprise) else []


def inspected_in_words(enterprise: Enterprise) -> list[str]:
    count = Inspection.objects.filter(enterprise=None, place=enterprise.name).count()
    if not count:
        return []
    return [
        f"有 {count} 次检查的“场所”写的是“{enterprise.name}”，"
        "请知识产权保护科改填在“企业”一栏，家数才数得准。"
    ]
