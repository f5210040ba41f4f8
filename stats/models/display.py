"""How the organisation wants rises and falls coloured: one row, made when first chosen."""

from django.db import models


class Display(models.Model):
    """Arrow and word say the direction whatever is chosen here."""

    class Tones(models.TextChoices):
        NEUTRAL = "neutral", "中性（有利蓝、不利琥珀，方向看箭头）"
        RED_UP = "red-up", "红涨绿跌"
        GREEN_UP = "green-up", "绿涨红跌"

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    tones = models.CharField(
        "增减的颜色",
        max_length=10,
        choices=Tones.choices,
        default=Tones.NEUTRAL,
        help_text="全单位所有页面一致；箭头和文字不变。纯红只用于逾期和错误",
    )

    class Meta:
        verbose_name = verbose_name_plural = "显示设置"
        default_permissions = ("change",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=1),
                name="display_is_one",
                violation_error_message="显示设置只有一份",
            ),
            models.CheckConstraint(
                condition=models.Q(tones__in=("neutral", "red-up", "green-up")),
                name="display_tones_known",
                violation_error_message="增减的颜色只能从列表中选",
            ),
        ]

    def __str__(self) -> str:
        return "显示设置"
