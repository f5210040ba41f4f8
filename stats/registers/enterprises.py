"""The registers of enterprises and of their cultivation."""

from cixi_ip.departments import PATENTS as OFFICE
from stats.models import Contact, Enterprise, Honour, Programme, ScaleYear
from stats.registers import narrowing
from stats.registers.register import Register

ENTERPRISES = Register(
    slug="enterprises",
    model=Enterprise,
    office=OFFICE,
    about="各登记册里的企业都从这里选；同一家企业只登记一次，重复的可以合并。",
    listed=("name", "credit_code", "town", "industry", "is_listed"),
    searched=(
        *("name", "credit_code", "industry", "former_names__name"),
        *("merged__credit_code", "merged__merged__credit_code"),
    ),
    filtered=("town", "is_listed"),
    filled=("name", "credit_code", "town", "industry_code", "industry", "is_listed", "note"),
    key=("credit_code",),
    narrowed=(narrowing.HONOURED, narrowing.ON_CHAIN),
)
PROGRAMMES = Register(
    slug="programmes",
    model=Programme,
    office=OFFICE,
    about="培育和认定企业的名单；设了“计入指标”的名单可以取数。",
    listed=("name", "level", "kind", "ladder", "step", "validity_years", "indicator"),
    searched=("name", "ladder", "issuer"),
    filtered=("level", "kind"),
    filled=(
        *("name", "level", "kind", "ladder", "step", "validity_years"),
        *("issuer", "indicator", "note"),
    ),
    key=("name",),
    board="ladder_board",
)
HONOURS = Register(
    slug="honours",
    model=Honour,
    office=OFFICE,
    about="企业在哪个名单上、从哪天到哪天、凭哪份文件；续期另记一条，提前终止写明日期和原因。",
    listed=("enterprise", "programme", "batch", "document", "valid_from", "valid_to", "ended_on"),
    searched=("enterprise__name", "enterprise__credit_code"),
    filtered=("programme", "document", "valid_from"),
    filled=(
        *("enterprise", "programme", "batch", "document", "standard"),
        *("valid_from", "valid_to", "ended_on", "end_reason", "note"),
    ),
    key=("enterprise", "programme", "valid_from"),
    computed=(("state_today", "现状"),),
    narrowed=(narrowing.TOWN, narrowing.STATE),
)
SCALE = Register(
    slug="scale",
    model=ScaleYear,
    office=OFFICE,
    about="每年的规模以上企业名单。",
    listed=("enterprise", "year"),
    searched=("enterprise__name", "enterprise__credit_code"),
    filtered=("year",),
    filled=("enterprise", "year"),
    key=("enterprise", "year"),
    narrowed=(narrowing.TOWN,),
)
CONTACTS = Register(
    slug="contacts",
    model=Contact,
    office=OFFICE,
    about="企业的联系人；姓名、电话和备注只有维护登记册的人看得全，别人看到的有遮盖。",
    listed=("enterprise", "name", "post", "phone"),
    searched=("enterprise__name",),
    filled=("enterprise", "name", "post", "phone", "note"),
    key=("enterprise", "name"),
    private=("name", "phone", "note"),
)
