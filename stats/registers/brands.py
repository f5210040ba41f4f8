"""The registers of brands: the library, marks of standing, indications, stations, applications."""

from cixi_ip.departments import TRADEMARKS as OFFICE
from stats.models import (
    ApplicationStep,
    AssociationMark,
    BrandApplication,
    BrandMembership,
    BrandMove,
    BrandTier,
    GeographicalIndication,
    GITrack,
    GuidanceStation,
    MarkUser,
    StationService,
    WellKnownMark,
)
from stats.registers import narrowing
from stats.registers.register import Register

OF_ENTERPRISE = ("enterprise__name", "enterprise__credit_code")

TIERS = Register(
    slug="brand-tiers",
    model=BrandTier,
    office=OFFICE,
    about="品牌培育库分几级、由低到高怎么排；先定梯级，再登记入库。",
    listed=("name", "step", "about"),
    searched=("name",),
    filled=("name", "step", "about"),
    key=("name",),
)
LIBRARY = Register(
    slug="brand-library",
    model=BrandMembership,
    office=OFFICE,
    about="哪家企业的哪个品牌从哪天起在库；升降另记“品牌梯级变动”，离开时写出库日期和原因。",
    listed=("brand", "enterprise", "tier_today", "entered_on", "ended_on"),
    searched=("brand", *OF_ENTERPRISE),
    filled=(
        *("enterprise", "brand", "tier", "entered_on", "document"),
        *("ended_on", "end_reason", "note"),
    ),
    key=("enterprise", "brand", "entered_on"),
    computed=(("tier_today", "现在梯级"),),
    narrowed=(narrowing.TOWN, narrowing.TIER),
    board="brand_board",
)
MOVES = Register(
    slug="brand-moves",
    model=BrandMove,
    office=OFFICE,
    about="品牌在哪天因为什么升降到哪一级；任何一天的梯级都由它得出。",
    listed=("membership", "tier", "moved_on", "reason", "document"),
    searched=("membership__brand", "membership__enterprise__name"),
    filtered=("tier",),
    filled=("membership", "tier", "moved_on", "reason", "document"),
    key=("membership", "moved_on"),
)
WELL_KNOWN = Register(
    slug="well-known-marks",
    model=WellKnownMark,
    office=OFFICE,
    about="仅作内部统计，不得用于宣传。每次认定记一条；同一件商标认定几次只计一件。",
    listed=("mark", "enterprise", "way", "document", "recognised_on", "ended_on"),
    searched=("mark", "registration_no", "document", *OF_ENTERPRISE),
    filtered=("way",),
    filled=(
        *("mark", "registration_no", "enterprise", "way", "document", "recognised_on"),
        *("ended_on", "end_reason", "note"),
    ),
    key=("enterprise", "mark", "registration_no", "document"),
)
ASSOCIATION_MARKS = Register(
    slug="association-marks",
    model=AssociationMark,
    office=OFFICE,
    about="协会等组织注册的集体商标、证明商标；续展后改有效期至，名单上不断。",
    listed=("mark", "kind", "holder", "registration_no", "registered_on", "valid_to", "ended_on"),
    searched=("mark", "holder", "registration_no"),
    filtered=("kind", "town"),
    filled=(
        *("kind", "mark", "registration_no", "holder", "town", "registered_on", "valid_to"),
        *("ended_on", "end_reason", "note"),
    ),
    key=("registration_no",),
)
INDICATIONS = Register(
    slug="gi",
    model=GeographicalIndication,
    office=OFFICE,
    about="地理标志的名称，一个名称登记一次；有一种保护途径有效的才计数，几种途径也只计一件。",
    listed=("name", "product", "holder", "town"),
    searched=("name", "product", "holder"),
    filtered=("town",),
    filled=("name", "product", "holder", "town", "note"),
    key=("name",),
)
TRACKS = Register(
    slug="gi-tracks",
    model=GITrack,
    office=OFFICE,
    about="每个地理标志受哪种保护、从哪天起；三种途径可以并存，各自的数不能相加。",
    listed=("gi", "track", "document", "valid_from", "ended_on"),
    searched=("gi__name", "document"),
    filtered=("track", "gi"),
    filled=("gi", "track", "document", "valid_from", "ended_on", "end_reason", "note"),
    key=("gi", "track", "document"),
)
USERS = Register(
    slug="gi-users",
    model=MarkUser,
    office=OFFICE,
    about="“红标”合法使用人。合作社、个体工商户也先按统一社会信用代码登记为企业，再选到这里。",
    listed=("enterprise", "gi", "document", "approved_on", "ended_on"),
    searched=("gi__name", "document", *OF_ENTERPRISE),
    filtered=("gi",),
    filled=("enterprise", "gi", "document", "approved_on", "ended_on", "end_reason", "note"),
    key=("enterprise", "gi", "approved_on"),
    narrowed=(narrowing.TOWN,),
)
STATIONS = Register(
    slug="stations",
    model=GuidanceStation,
    office=OFFICE,
    about="设在镇街、协会、园区的品牌指导站；撤销的写日期和原因。",
    listed=("name", "host_kind", "host", "town", "opened_on", "closed_on"),
    searched=("name", "host"),
    filtered=("host_kind", "town"),
    filled=(
        *("name", "host_kind", "host", "town", "opened_on"),
        *("closed_on", "close_reason", "note"),
    ),
    key=("name",),
)
SERVICES = Register(
    slug="station-services",
    model=StationService,
    office=OFFICE,
    about="指导站哪天为谁办了什么、结果如何。",
    listed=("station", "day", "enterprise", "topic", "outcome"),
    searched=("station__name", "topic", "outcome", *OF_ENTERPRISE),
    filtered=("station",),
    filled=("station", "day", "enterprise", "topic", "outcome"),
    key=("station", "day", "enterprise", "topic"),
)
APPLICATIONS = Register(
    slug="brand-applications",
    model=BrandApplication,
    office=OFFICE,
    about="正在指导的驰名商标、集体商标、证明商标、地理标志申报；走到哪一步另记“品牌申报进展”。",
    listed=("name", "kind", "applicant", "stage_today", "next_step", "due_on", "department"),
    searched=("name", "applicant", "next_step"),
    filtered=("kind", "department"),
    filled=(
        *("kind", "name", "applicant", "enterprise", "opened_on"),
        *("next_step", "due_on", "department", "note"),
    ),
    key=("kind", "name", "applicant", "opened_on"),
    computed=(("stage_today", "现在阶段"),),
    narrowed=(narrowing.STAGE,),
)
STEPS = Register(
    slug="brand-steps",
    model=ApplicationStep,
    office=OFFICE,
    about="申报在哪天进入哪个阶段。",
    listed=("application", "stage", "moved_on", "note"),
    searched=("application__name", "application__applicant", "note"),
    filtered=("stage",),
    filled=("application", "stage", "moved_on", "note"),
    key=("application", "moved_on", "stage"),
)
ALL = (
    *(LIBRARY, MOVES, TIERS, WELL_KNOWN, ASSOCIATION_MARKS, INDICATIONS, TRACKS, USERS),
    *(STATIONS, SERVICES, APPLICATIONS, STEPS),
)
