"""The registers of plans of cultivation and of new products."""

from cixi_ip.departments import PATENTS as OFFICE
from stats.models import CultivationPlan, NewProduct, PlanMember
from stats.registers import narrowing
from stats.registers.register import Register

PLANS = Register(
    slug="plans",
    model=CultivationPlan,
    office=OFFICE,
    about="答应推进多少家、到哪天完成，如推进24家小巨人贯标；名单里每家的进度另行登记。",
    listed=("title", "indicator", "region", "target", "due_on", "department"),
    searched=("title", "document", "indicator__name"),
    filtered=("department", "due_on"),
    filled=("title", "indicator", "region", "target", "due_on", "document", "department", "note"),
    key=("title",),
    computed=(("progress", "进度"),),
    prefetched=("members",),
)
MEMBERS = Register(
    slug="plan-members",
    model=PlanMember,
    office=OFFICE,
    about="培育计划里的企业各走到哪一步；完成的填完成日期，计划的进度由此数出。",
    listed=("enterprise", "plan", "stage", "done_on"),
    searched=("enterprise__name", "enterprise__credit_code", "plan__title"),
    filtered=("plan", "stage"),
    filled=("plan", "enterprise", "stage", "done_on", "note"),
    key=("plan", "enterprise"),
    story=(("done_on", "完成培育计划", "plan"),),
    narrowed=(narrowing.TOWN,),
)
NEW_PRODUCTS = Register(
    slug="new-products",
    model=NewProduct,
    office=OFFICE,
    about="经认定的工业新产品，以认定文件和日期为准。",
    listed=("name", "enterprise", "document", "recognised_on"),
    searched=("name", "enterprise__name", "enterprise__credit_code", "document"),
    filtered=("recognised_on",),
    filled=("name", "enterprise", "document", "recognised_on", "note"),
    key=("enterprise", "name", "document"),
    story=(("recognised_on", "新产品认定", "name"),),
    narrowed=(narrowing.TOWN,),
)
