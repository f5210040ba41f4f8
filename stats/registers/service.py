"""The registers of service and policy: visits, trainings, rewards, appeals, problems, measures."""

from cixi_ip.departments import PATENTS as OFFICE
from stats.models import (
    Appeal,
    IncentiveAward,
    IncentivePolicy,
    Measure,
    Problem,
    Training,
    TrainingFirm,
    Visit,
)
from stats.registers import narrowing
from stats.registers.register import Register

VISITS = Register(
    slug="visits",
    model=Visit,
    office=OFFICE,
    about="走访了哪家企业、为什么事、有什么结果。",
    listed=("day", "enterprise", "topic", "outcome", "department"),
    searched=("enterprise__name", "enterprise__credit_code", "topic", "outcome"),
    filtered=("department", "day"),
    filled=("day", "enterprise", "topic", "outcome", "department", "note"),
    key=("enterprise", "day", "topic"),
    story=(("day", "走访", "topic"),),
    narrowed=(narrowing.TOWN,),
)
TRAININGS = Register(
    slug="trainings",
    model=Training,
    office=OFFICE,
    about="办了哪些培训、多少人和企业参加；参加的企业可在“参训企业”里逐家登记。",
    listed=("topic", "day", "audience", "place", "people", "firms"),
    searched=("topic", "audience", "place"),
    filtered=("day",),
    filled=("day", "topic", "audience", "place", "people", "firms", "note"),
    key=("day", "topic"),
)
TRAINING_FIRMS = Register(
    slug="training-firms",
    model=TrainingFirm,
    office=OFFICE,
    about="哪家企业参加了哪次培训。",
    listed=("enterprise", "training", "people"),
    searched=("enterprise__name", "enterprise__credit_code", "training__topic"),
    filtered=("training",),
    filled=("training", "enterprise", "people"),
    key=("training", "enterprise"),
    story=(("training.day", "参加培训", "training"),),
)
POLICIES = Register(
    slug="incentive-policies",
    model=IncentivePolicy,
    office=OFFICE,
    about="奖励什么、凭哪份文件、从哪天到哪天。",
    listed=("name", "document", "starts_on", "ends_on", "rewarded"),
    searched=("name", "document", "rewarded"),
    filled=("name", "document", "starts_on", "ends_on", "rewarded", "note"),
    key=("name", "starts_on"),
)
AWARDS = Register(
    slug="incentive-awards",
    model=IncentiveAward,
    office=OFFICE,
    about="按政策兑付给企业、协会的每一笔奖励，如新获地理标志、证明商标。",
    listed=("policy", "enterprise", "recipient", "reason", "what", "amount", "paid_on"),
    searched=("enterprise__name", "recipient", "what", "policy__name"),
    filtered=("policy", "reason", "paid_on"),
    filled=(
        *("policy", "enterprise", "recipient", "reason", "what"),
        *("amount", "paid_on", "note"),
    ),
    key=("policy", "enterprise", "recipient", "reason", "what", "paid_on"),
    story=(("paid_on", "兑付奖励", "reason"),),
)
APPEALS = Register(
    slug="appeals",
    model=Appeal,
    office=OFFICE,
    about="本局定不了、向上反映的事：授权周期、费用、代理收费等，向谁反映、怎么答复。",
    listed=("matter", "text", "addressee", "day", "answered_on"),
    searched=("text", "addressee", "answer", "document"),
    filtered=("matter", "day"),
    filled=("matter", "text", "addressee", "day", "document", "answer", "answered_on", "note"),
    key=("matter", "addressee", "day"),
)
PROBLEMS = Register(
    slug="problems",
    model=Problem,
    office=OFFICE,
    about="公文里说的存在不足；每个问题下面有正在做的措施，写下一步时可以引用。",
    listed=("name", "description", "since", "until"),
    searched=("name", "description", "measures__what"),
    filled=("name", "description", "since", "until", "note"),
    key=("name",),
)
MEASURES = Register(
    slug="measures",
    model=Measure,
    office=OFFICE,
    about="针对存在问题的措施：谁负责、从哪天到哪天、做到哪一步。",
    listed=("what", "problem", "department", "starts_on", "ends_on", "state"),
    searched=("what", "problem__name", "note"),
    filtered=("problem", "department", "state"),
    filled=("problem", "what", "department", "starts_on", "ends_on", "state", "note"),
    key=("problem", "what"),
)
