"""Industry chains: their nodes in two sequences, who and what stands on a node, and the gaps."""

from django.db import models
from django.db.models import F, Q

from stats.models.row import NotedRow, Row


class ChainQuerySet(models.QuerySet["Chain"]):
    def in_force(self, day: object) -> "ChainQuerySet":
        """Those that hold on a day, their last one included."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


class Chain(NotedRow):
    """标志性产业链, as a plan of some years names it; a new plan's list is new rows."""

    class Group(models.TextChoices):
        TRADITIONAL = "传统优势", "传统优势产业"
        EMERGING = "战略新兴", "战略性新兴产业"

    name = models.CharField("名称", max_length=40)
    group = models.CharField("类别", max_length=4, choices=Group)
    document = models.CharField("依据文件", max_length=80, blank=True)
    valid_from = models.DateField("自")
    valid_to = models.DateField("至", null=True, blank=True, help_text="最后一天；仍有效的留空")

    objects = ChainQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "标志性产业链"
        ordering = ["group", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="chain_order",
                violation_error_message="结束日期不能早于开始日期",
            ),
            models.UniqueConstraint(
                fields=["name", "valid_from"],
                name="chain_once",
                violation_error_message="这条产业链已有同一天开始的登记",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.valid_from}起）"


class ChainNodeManager(models.Manager["ChainNode"]):
    def get_queryset(self) -> models.QuerySet["ChainNode"]:
        """With the chain, which is part of what a node is called."""
        return super().get_queryset().select_related("chain")


class ChainNode(Row):
    """A step of a chain; the same chain has nodes in both sequences of the cultivation plan."""

    class Sequence(models.TextChoices):
        PRODUCT = "产品", "关键核心技术→产品→企业→产业链→产业集群"
        SYSTEM = "系统", "关键核心技术→零件→部件→整机→系统集成"

    class Stage(models.TextChoices):
        TECHNOLOGY = "关键核心技术", "关键核心技术"
        PRODUCT = "产品", "产品"
        ENTERPRISE = "企业", "企业"
        CHAIN = "产业链", "产业链"
        CLUSTER = "产业集群", "产业集群"
        PART = "零件", "零件"
        ASSEMBLY = "部件", "部件"
        MACHINE = "整机", "整机"
        SYSTEM = "系统集成", "系统集成"

    class State(models.TextChoices):
        SOUND = "完整", "完整"
        WEAK = "弱链", "弱链"
        BROKEN = "断链", "断链"

    STAGES = {
        Sequence.PRODUCT: ("关键核心技术", "产品", "企业", "产业链", "产业集群"),
        Sequence.SYSTEM: ("关键核心技术", "零件", "部件", "整机", "系统集成"),
    }

    chain = models.ForeignKey(Chain, models.PROTECT, verbose_name="产业链", related_name="nodes")
    sequence = models.CharField("链条", max_length=2, choices=Sequence)
    stage = models.CharField("环节", max_length=6, choices=Stage)
    name = models.CharField("节点", max_length=60)
    state = models.CharField("状况", max_length=2, choices=State, default=State.SOUND)
    gap = models.CharField("缺什么", max_length=200, blank=True, help_text="弱链、断链的须写明")

    objects = ChainNodeManager()

    class Meta:
        verbose_name = verbose_name_plural = "产业链节点"
        ordering = ["chain", "sequence", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    sequence="产品",
                    stage__in=["关键核心技术", "产品", "企业", "产业链", "产业集群"],
                )
                | Q(
                    sequence="系统", stage__in=["关键核心技术", "零件", "部件", "整机", "系统集成"]
                ),
                name="chain_node_stage",
                violation_error_message="所选环节不在这条链条上，请改选环节或链条",
            ),
            models.CheckConstraint(
                condition=Q(state="完整", gap="") | (~Q(state="完整") & ~Q(gap="")),
                name="chain_node_gap",
                violation_error_message="弱链、断链的须写明缺什么；完整的不写",
            ),
            models.UniqueConstraint(
                fields=["chain", "sequence", "stage", "name"],
                name="chain_node_once",
                violation_error_message="这个环节里已有同名的节点",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chain}·{self.sequence}·{self.stage}·{self.name}"

    @property
    def short_name(self) -> str:
        """What a sheet may call it where nothing else is called so."""
        return f"{self.chain.name}·{self.stage}·{self.name}"


class NodeHolderQuerySet(models.QuerySet["NodeHolder"]):
    def standing(self, day: object) -> "NodeHolderQuerySet":
        """Those that stand on their nodes on a day."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class NodeHolder(NotedRow):
    """An enterprise on a node, or a 关键核心技术 there, from a day on."""

    node = models.ForeignKey(ChainNode, models.PROTECT, verbose_name="节点", related_name="holders")
    enterprise = models.ForeignKey(
        "stats.Enterprise",
        models.PROTECT,
        verbose_name="企业",
        null=True,
        blank=True,
        related_name="nodes",
    )
    technology = models.CharField("关键核心技术", max_length=80, blank=True)
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True, help_text="最后一天；仍在的留空")

    objects = NodeHolderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "链上企业与技术"
        ordering = ["node", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(enterprise__isnull=False) | ~Q(technology=""),
                name="node_holder_of_something",
                violation_error_message="请填企业或关键核心技术，至少一项",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="node_holder_order",
                violation_error_message="结束日期不能早于开始日期",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.node}：{self.enterprise or self.technology}"


class Initiative(Row):
    """An action plan of the cultivation: 梯队培育, 补链强链, 技术攻关, 提质增强."""

    name = models.CharField("名称", max_length=60, unique=True)
    document = models.CharField("依据文件", max_length=80, blank=True)
    starts_on = models.DateField("自", null=True, blank=True)
    ends_on = models.DateField("至", null=True, blank=True)
    about = models.CharField("内容", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "行动计划"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="initiative_order",
                violation_error_message="结束日期不能早于开始日期",
            )
        ]

    def __str__(self) -> str:
        return self.name


class InitiativeTask(Row):
    """What an action plan asks of an office by a day."""

    initiative = models.ForeignKey(
        Initiative, models.PROTECT, verbose_name="行动计划", related_name="tasks"
    )
    chain = models.ForeignKey(
        Chain, models.PROTECT, verbose_name="产业链", null=True, blank=True, related_name="tasks"
    )
    what = models.CharField("任务", max_length=200)
    office = models.CharField("责任科室", max_length=20)
    due_on = models.DateField("期限")
    done_on = models.DateField("完成日", null=True, blank=True)
    outcome = models.CharField("完成情况", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "行动任务"
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | ~Q(outcome=""),
                name="initiative_task_outcome",
                violation_error_message="完成的任务须写明完成情况",
            )
        ]

    def __str__(self) -> str:
        return self.what
