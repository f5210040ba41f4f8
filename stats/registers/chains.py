"""The registers of industry chains, of what stands on them, and of the action plans."""

from cixi_ip.departments import PATENTS as OFFICE
from stats.models import Chain, ChainNode, Initiative, InitiativeTask, NodeHolder
from stats.registers import narrowing
from stats.registers.register import Register

CHAINS = Register(
    slug="chains",
    model=Chain,
    office=OFFICE,
    about="标志性产业链名单；换了规划的，旧的写结束日期，新的另记一条。",
    listed=("name", "group", "document", "valid_from", "valid_to"),
    searched=("name", "document"),
    filtered=("group",),
    filled=("name", "group", "document", "valid_from", "valid_to", "note"),
    key=("name", "valid_from"),
    board="chain_board",
)
NODES = Register(
    slug="chain-nodes",
    model=ChainNode,
    office=OFFICE,
    about="每条产业链的环节，按两条链条分；断链、弱链写明缺什么。",
    listed=("name", "chain", "sequence", "stage", "state", "gap"),
    searched=("name", "gap", "chain__name"),
    filtered=("chain", "sequence", "stage", "state"),
    filled=("chain", "sequence", "stage", "name", "state", "gap"),
    key=("chain", "sequence", "stage", "name"),
)
HOLDERS = Register(
    slug="node-holders",
    model=NodeHolder,
    office=OFFICE,
    about="哪家企业、哪项关键核心技术在哪个节点上。",
    listed=("node", "enterprise", "technology", "since", "until"),
    searched=("enterprise__name", "enterprise__credit_code", "technology", "node__name"),
    filtered=("node",),
    filled=("node", "enterprise", "technology", "since", "until", "note"),
    key=("node", "enterprise", "technology"),
    prefetched=("node__chain",),
    narrowed=(narrowing.OF_CHAIN,),
)
INITIATIVES = Register(
    slug="initiatives",
    model=Initiative,
    office=OFFICE,
    about="梯队培育、补链强链、技术攻关、提质增强等行动计划。",
    listed=("name", "document", "starts_on", "ends_on"),
    searched=("name", "about", "document"),
    filled=("name", "document", "starts_on", "ends_on", "about"),
    key=("name",),
)
TASKS = Register(
    slug="initiative-tasks",
    model=InitiativeTask,
    office=OFFICE,
    about="行动计划里的任务：谁办、什么时候办完、办得怎样。",
    listed=("what", "initiative", "chain", "office", "due_on", "done_on"),
    searched=("what", "office", "outcome"),
    filtered=("initiative", "chain"),
    filled=("initiative", "chain", "what", "office", "due_on", "done_on", "outcome"),
    key=("initiative", "what"),
)
