"""Links that open the papers of a source, wherever the source is named."""

from typing import Any

from django import template

from stats.models import Paper, Source

register = template.Library()


@register.inclusion_tag("stats/paper_links.html")
def paper_links(papers: dict[int, list[Paper]], source: Source | None) -> dict[str, Any]:
    """`papers` as `stats.papers.by_source` gives them; nothing for a source without any."""
    return {"papers": papers.get(source.pk, []) if source else []}
