"""The registers of protection: campaigns, inspections, cases, disputes, evidence, agencies."""

from cixi_ip.departments import PROTECTION as OFFICE
from stats.models import (
    Agency,
    AgencyAct,
    Campaign,
    Case,
    CaseStage,
    Evidence,
    Inspection,
    Mediation,
    RapidCase,
    Ruling,
)
from stats.registers.register import Register

CAMPAIGNS = Register(
    slug="campaigns",
    model=Campaign,
    office=OFFICE,
    about="知识产权保护专项行动：依据哪份文件、从哪天到哪天、查什么。",
    listed=("name", "document", "starts_on", "ends_on"),
    searched=("name", "document", "about"),
    filtered=("starts_on",),
    filled=("name", "document", "starts_on", "ends_on", "about"),
    key=("name",),
)
INSPECTIONS = Register(
    slug="inspections",
    model=Inspection,
    office=OFFICE,
    about="每检查一次记一条，就是一个家次；家数按企业或场所只计一次，两个数分开取。",
    listed=("inspected", "day", "kind", "campaign", "town", "result"),
    searched=("enterprise__name", "enterprise__credit_code", "place", "finding"),
    filtered=("kind", "campaign", "town", "result", "day"),
    filled=(
        *("campaign", "day", "kind", "enterprise", "place", "town"),
        *("finding", "result", "note"),
    ),
    key=("day", "kind", "enterprise", "place"),
    computed=(("inspected", "被检查的企业或场所"),),
)
CASES = Register(
    slug="cases",
    model=Case,
    office=OFFICE,
    about="知识产权案件，从线索起登记；案件数按立案日计，后面的进展在“案件进展”里一步记一条。",
    listed=("number", "kind", "subject", "opened_on", "stage", "parties", "town"),
    searched=("number", "subject", "enterprise__name", "enterprise__credit_code", "result"),
    filtered=("kind", "town", "opened_on"),
    filled=(
        *("number", "kind", "subject", "found_on", "opened_on", "parties", "enterprise"),
        *("town", "result", "amount", "note"),
    ),
    key=("number",),
    private=("parties", "enterprise"),
    computed=(("stage", "目前阶段"),),
    prefetched=("stages",),
)
STAGES = Register(
    slug="case-stages",
    model=CaseStage,
    office=OFFICE,
    about="案件在哪天到了哪一步；线索日期和立案日写在案件里，这里不重复登记。",
    listed=("case", "stage", "day", "document"),
    searched=("case__number", "case__subject", "document"),
    filtered=("stage", "day"),
    filled=("case", "stage", "day", "document", "note"),
    key=("case", "stage", "day"),
)
MEDIATIONS = Register(
    slug="mediations",
    model=Mediation,
    office=OFFICE,
    about="知识产权纠纷调解，按调解日期计，达成没有达成都计。",
    listed=("number", "day", "subject", "parties", "outcome", "town"),
    searched=("number", "subject", "enterprise__name", "enterprise__credit_code"),
    filtered=("outcome", "town", "day"),
    filled=(
        *("number", "day", "subject", "parties", "outcome", "case", "enterprise", "town"),
        "note",
    ),
    key=("number",),
    private=("parties", "enterprise"),
)
RULINGS = Register(
    slug="rulings",
    model=Ruling,
    office=OFFICE,
    about="专利侵权纠纷行政裁决；按结案日计作出裁决的，调解结案和撤回请求的不计。",
    listed=("number", "subject", "accepted_on", "due_on", "decided_on", "result", "parties"),
    searched=("number", "subject", "enterprise__name", "enterprise__credit_code"),
    filtered=("result", "town", "accepted_on", "decided_on"),
    filled=(
        *("number", "subject", "accepted_on", "due_on", "decided_on", "result", "parties"),
        *("case", "enterprise", "town", "note"),
    ),
    key=("number",),
    private=("parties", "enterprise"),
)
EVIDENCE = Register(
    slug="evidence",
    model=Evidence,
    office=OFFICE,
    about="知识产权区块链公共存证，一张存证证书记一条。",
    listed=("number", "day", "enterprise", "holder", "subject", "town"),
    searched=("number", "subject", "enterprise__name", "enterprise__credit_code"),
    filtered=("town", "day"),
    filled=("number", "day", "enterprise", "holder", "subject", "town", "note"),
    key=("number",),
    private=("holder",),
)
RAPID_CASES = Register(
    slug="rapid-cases",
    model=RapidCase,
    office=OFFICE,
    about="快速维权中心受理的事项和用了多少天；没有办结的算到今天。",
    listed=("number", "kind", "subject", "enterprise", "accepted_on", "closed_on", "days_used"),
    searched=("number", "subject", "enterprise__name", "enterprise__credit_code"),
    filtered=("kind", "town", "accepted_on"),
    filled=(
        *("number", "kind", "subject", "enterprise", "applicant", "accepted_on", "closed_on"),
        *("town", "note"),
    ),
    key=("number",),
    private=("applicant",),
    computed=(("days_used", "用时（天）"),),
)
AGENCIES = Register(
    slug="agencies",
    model=Agency,
    office=OFFICE,
    about="在本地执业的专利、商标代理机构；不再执业的写停业日和原因，不要删除。",
    listed=("name", "kind", "licence", "town", "since", "ended_on"),
    searched=("name", "credit_code", "licence"),
    filtered=("kind", "town"),
    filled=(
        *("name", "kind", "credit_code", "town", "licence", "since", "ended_on"),
        *("end_reason", "note"),
    ),
    key=("name",),
)
AGENCY_ACTS = Register(
    slug="agency-acts",
    model=AgencyAct,
    office=OFFICE,
    about="行政约谈、联合惩戒、行政处罚逐级加重，一次记一条；约谈按家计，处罚按件计，无资质代理的查处另计。",
    listed=("day", "agency", "unlicensed_name", "kind", "reason", "document"),
    searched=("agency__name", "reason", "document"),
    filtered=("kind", "agency", "town", "day"),
    filled=("agency", "unlicensed_name", "kind", "day", "reason", "document", "town", "note"),
    key=("agency", "unlicensed_name", "kind", "day"),
    private=("unlicensed_name",),
)

PROTECTION = (
    *(CAMPAIGNS, INSPECTIONS, CASES, STAGES, MEDIATIONS, RULINGS),
    *(EVIDENCE, RAPID_CASES, AGENCIES, AGENCY_ACTS),
)
