"""New industrial products, as recognised by a paper."""

from django.db import models

from stats.models.row import NotedRow


class NewProduct(NotedRow):
    name = models.CharField("产品名称", max_length=100)
    enterprise = models.ForeignKey(
        "stats.Enterprise", models.PROTECT, verbose_name="企业", related_name="new_products"
    )
    document = models.CharField("认定文件", max_length=80)
    recognised_on = models.DateField("认定日期")

    class Meta:
        verbose_name = verbose_name_plural = "工业新产品"
        ordering = ["-recognised_on", "-id"]
        indexes = [models.Index(fields=["recognised_on"], name="new_product_recognised")]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "name", "document"],
                name="new_product_once",
                violation_error_message="这家企业的这个产品已按同一文件登记过",
            ),
        ]

    def __str__(self) -> str:
        return self.name
