"""What rows of the registers have in common: how often they were changed, and a remark."""

from django.db import models


class Row(models.Model):
    """`edition` tells a form opened before somebody else's change from one opened after it."""

    edition = models.PositiveIntegerField("修改次数", default=1, editable=False)

    class Meta:
        abstract = True


class NotedRow(Row):
    note = models.CharField("备注", max_length=200, blank=True)

    class Meta:
        abstract = True
