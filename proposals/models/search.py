"""What is looked for: a proposal as it came, a signed letter, the words of a title; no draft."""

from django.db import models
from django.db.models import Q

from proposals.models.handling import Handling
from proposals.models.issued import IssuedLetter
from proposals.models.proposal import Proposal


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
    place = models.BigIntegerField("次序", unique=True)

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


class TitlePair(models.Model):
    """Two hanzi or a word of a title, so that like titles are found without reading them all."""

    pair = models.CharField("词", max_length=64)
    proposal = models.ForeignKey(
        Proposal, models.CASCADE, verbose_name="建议提案", related_name="title_pairs"
    )

    class Meta:
        verbose_name = verbose_name_plural = "标题用词"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["pair", "proposal"], name="titlepair_once"),
        ]

    def __str__(self) -> str:
        return self.pair
