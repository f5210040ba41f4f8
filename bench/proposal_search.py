"""How long a search over 10,000 made-up proposals takes, how many queries, how large the index.

Everything is generated and rolled back: no word of it is a proposal anybody made.
"""

import random
import statistics
from collections.abc import Callable, Iterator
from time import perf_counter

from django.db import connection, transaction

from cixi_ip.bigrams import query
from cixi_ip.models import User
from proposals import searching
from proposals.actions.indexing import reindex
from proposals.likeness import like
from proposals.models import Ask, CongressSession, Handling, Proposal, Proposer

MANY, A_YEAR, ROUNDS = 10_000, 500, 9
BAR = 100
# In most texts stand the first of these words, in few the last, and each text is of one field.
COMMON = (
    "企业 发展 建设 工作 服务 管理 部门 政策 市场 监管 民营企业 高质量发展".split(),  # noqa: SIM905
    "创新 产业 品牌 质量 标准 知识产权 知识产权保护 专利 商标 食品安全".split(),  # noqa: SIM905
)
FIELDS = [
    f"{place}{thing}"
    for place in "城乡街镇村校园区港路桥河山海湾"
    for thing in "场站房所馆网仓亭廊坊"
]
LINKS = "应当 进一步 在 对 和 等方面 加快 完善 存在 不足 的 了 需要 我市 目前".split()  # noqa: SIM905
SEARCHES = ("企业", "专利", "民营企业", "知识产权保护", "高质量发展", "湾仓", "220", "利民")
# Conditions all, a twentieth, and none of the proposals meet.
NARROWED = {
    "all": searching.Narrowing(role="协办"),
    "one session": searching.Narrowing(session=1),
    "none": searching.Narrowing(role="主办"),
}
TOGETHER = ("知识产权保护 民营企业", "企业 发展 服务", "港桥场 标准 质量")


def run() -> None:
    print(f"\nSearch over {MANY:,} generated proposals ({connection.vendor})")
    with transaction.atomic():
        start = perf_counter()
        length = fill()
        print(f"  texts of {length:,} characters in the middle; written in {seconds(start)}")
        start = perf_counter()
        print(f"  {reindex():,} documents indexed in {seconds(start)}; {size()}")
        settle()
        for typed in (*SEARCHES, *TOGETHER):
            tell(typed, lambda typed=typed: searching.find(query(typed)))
        for title, narrowing in NARROWED.items():
            tell(f"企业, {title}", lambda one=narrowing: searching.find(query("企业"), one))
        subject = Proposal.objects.order_by("pk")[MANY // 2]
        tell("like titles", lambda: like(subject))
        subject.title = "关于企业高质量发展和知识产权保护的建议"
        tell("like titles, common words", lambda: like(subject))
        tell("like titles of the session", lambda: like(subject, of_session=True))
        transaction.set_rollback(True)


def tell(
    name: str, search: Callable[[], list[int] | tuple[object, ...]], rounds: int = ROUNDS
) -> None:
    """The median, the slowest and what the database alone took."""
    taken, queries = [], []
    for _round in range(rounds):
        with watched(queries):
            start = perf_counter()
            found = search()
            taken.append((perf_counter() - start) * 1000)
    middle, worst = statistics.median(taken), max(taken)
    mark = "" if middle < BAR else f"  above {BAR} ms"
    asked = len(queries) // rounds
    print(
        f"  {name}: {middle:.1f} ms (slowest {worst:.1f}), {asked} query, {len(found):,} found"
        f"{mark}"
    )


def watched(queries: list[str]) -> object:
    def note(execute: Callable[..., object], sql: str, *rest: object) -> object:
        queries.append(sql)
        return execute(sql, *rest)

    return connection.execute_wrapper(note)


def fill() -> int:
    """Ten thousand proposals of twenty years, each with text, asks and proposers."""
    dice = random.Random(20)  # noqa: S311 - not a secret
    registered_by = officer()
    lengths = []
    for first in range(0, MANY, A_YEAR):
        year = 2006 + first // A_YEAR
        session = CongressSession.objects.create(name=f"生成的{year}年会议", body="人大", year=year)
        proposals = Proposal.objects.bulk_create(
            Proposal(
                session=session,
                number=number,
                title=f"关于{said(dice, 3)[:60]}的建议",
                text="\n".join(paragraph(dice) for _ in range(dice.randint(3, 9))),
                lead_unit="某局",
                registered_by=registered_by,
            )
            for number in range(1, A_YEAR + 1)
        )
        lengths += [len(one.text) for one in proposals]
        Handling.objects.bulk_create(
            Handling(proposal=one, role="协办", addressee="某局") for one in proposals
        )
        Ask.objects.bulk_create(
            Ask(proposal=one, number=number, text=said(dice, 8))
            for one in proposals
            for number in (1, 2, 3)
        )
        Proposer.objects.bulk_create(
            Proposer(proposal=one, name=f"代表{dice.randint(1, 300)}") for one in proposals
        )
    return int(statistics.median(lengths))


def paragraph(dice: random.Random) -> str:
    return "".join(sentences(dice)) + f"全年办理{dice.randint(1, 99_999)}件。"


def sentences(dice: random.Random) -> Iterator[str]:
    for _sentence in range(dice.randint(3, 7)):
        yield said(dice, dice.randint(4, 9)) + "。"


def said(dice: random.Random, words: int) -> str:
    """A third common words, a third words of few texts, the rest hanzi at random."""
    return "".join(dice.choice(LINKS) + word(dice) for _word in range(words))


def word(dice: random.Random) -> str:
    throw = dice.random()
    if throw < 1 / 3:
        common = COMMON[dice.random() < 1 / 4]
        return common[min(int(dice.expovariate(0.5)), len(common) - 1)]
    if throw < 2 / 3:
        return dice.choice(FIELDS)
    return chr(dice.randint(0x4E00, 0x5E00)) + chr(dice.randint(0x4E00, 0x5E00))


def officer() -> User:
    return User.objects.create_user("bench-search", password=None)


def settle() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def size() -> str:
    """What the index takes on the disk, and beside it the texts themselves."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size('proposals_searchindex')")
        else:
            cursor.execute(
                "SELECT sum(length(block)) FROM proposals_searchindex_data"
                " UNION ALL SELECT sum(length(CAST(c1 AS blob))) FROM proposals_searchindex_content"
            )
        rows = [row[0] for row in cursor.fetchall()]
    return "index " + " + ".join(f"{count / 1e6:.1f} MB" for count in rows)


def seconds(start: float) -> str:
    return f"{perf_counter() - start:.1f} s"
