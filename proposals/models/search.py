"""What the search index knows of: a proposal as it came, or a signed letter; never a draft."""

from django.db import models
from django.db.models import Q

from proposals.models.handling import Handling
from proposals.models.issued import IssuedLetter


class SearchDocument(models.Model):
    """One text that can be found; its terms lie in the database's own index (searching.py)."""

    handling = models.ForeignKey(
        Handling, models.PROTECT, verbose_name="办理", related_name="search_documents"
    )
    issued = models.OneToOneField(
        IssuedLetter,
        models.PROTECT,
        verbose_name="公文",
        null=True,
        blank=True,
        related_name="search_document",
        help_text="空：来文",
    )

    class Meta:
        verbose_name = verbose_name_plural = "检索条目"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["handling"], condition=Q(issued=None), name="searchdocument_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.issued or self.handling.proposal)
