"""The registers of rights put to use: pledges, transfers and licences."""

from cixi_ip.departments import PATENTS as OFFICE
from stats.models import Pledge, RightTransfer
from stats.registers import narrowing
from stats.registers.register import Register

PLEDGES = Register(
    slug="pledges",
    model=Pledge,
    office=OFFICE,
    about="专利、商标质押的每一笔登记；金额、项目数、企业数三个数都由此取。登记金额不等于放款额。",
    listed=("enterprise", "bank", "right", "amount", "registered_on", "ended_on"),
    searched=("enterprise__name", "enterprise__credit_code", "bank", "numbers", "document"),
    filtered=("right", "registered_on"),
    filled=(
        *("right", "numbers", "enterprise", "bank", "amount"),
        *("registered_on", "ended_on", "document", "note"),
    ),
    key=("enterprise", "bank", "registered_on", "document"),
    story=(
        ("registered_on", "办理质押登记", "amount"),
        ("ended_on", "质押登记注销", "amount"),
    ),
    narrowed=(narrowing.TOWN,),
)
TRANSFERS = Register(
    slug="right-transfers",
    model=RightTransfer,
    office=OFFICE,
    about="专利、商标的转让和许可，以登记或备案日期为准。",
    listed=("numbers", "right", "kind", "giver", "taker", "day", "amount"),
    searched=("numbers", "giver", "taker", "enterprise__name", "document"),
    filtered=("kind", "right", "day"),
    filled=(
        *("kind", "right", "numbers", "giver", "taker", "enterprise"),
        *("day", "amount", "document", "note"),
    ),
    key=("kind", "numbers", "giver", "taker", "day"),
    story=(("day", "权利转让、许可", "numbers"),),
)
