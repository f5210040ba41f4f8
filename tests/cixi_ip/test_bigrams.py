"""Chinese is found in both databases, by their own full-text indexes and nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from cixi_ip import bigrams
from cixi_ip.bigrams import pairs, query, terms

HANZI = Path(bigrams.__file__).with_name("data") / "general_hanzi.txt"


class Shelf:
    """Texts in a table of their own, indexed the way this database does it."""

    MAKE = {
        "sqlite": ["CREATE VIRTUAL TABLE temp.shelf USING fts5(body, tokenize='unicode61')"],
        "postgresql": [
            "CREATE TEMPORARY TABLE shelf (rowid integer PRIMARY KEY, body tsvector NOT NULL)",
            "CREATE INDEX shelf_body ON shelf USING gin (body)",
        ],
    }
    ADD = {
        "sqlite": "INSERT INTO shelf (rowid, body) VALUES (%s, %s)",
        "postgresql": "INSERT INTO shelf VALUES (%s, to_tsvector('simple', %s))",
    }
    FIND = {
        "sqlite": "SELECT rowid FROM shelf WHERE shelf MATCH %s ORDER BY rowid",
        "postgresql": "SELECT rowid FROM shelf WHERE body @@ to_tsquery('simple', %s) ORDER BY 1",
    }
    EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}
    DROP = "DROP TABLE shelf"

    def __init__(self, *texts: str) -> None:
        self.cursor = connection.cursor()
        for statement in self.MAKE[connection.vendor]:
            self.cursor.execute(statement)
        self.add(*texts)

    def add(self, *texts: str) -> None:
        rows = [(at, terms(text)) for at, text in enumerate(texts)]
        self.cursor.executemany(self.ADD[connection.vendor], rows)

    def find(self, typed: str) -> list[int]:
        asked = query(typed)
        if not asked:
            return []
        self.cursor.execute(self.FIND[connection.vendor], [self.said(typed)])
        return [row[0] for row in self.cursor.fetchall()]

    def plan(self, typed: str) -> str:
        statement = self.EXPLAIN[connection.vendor] + self.FIND[connection.vendor]
        self.cursor.execute(statement, [self.said(typed)])
        return "\n".join(str(row) for row in self.cursor.fetchall())

    def said(self, typed: str) -> str:
        return query(typed).fts5 if connection.vendor == "sqlite" else query(typed).tsquery


TEXTS = (
    "市十八届人大二次会议第220号关于提升民营企业核心竞争力的建议",
    "近年来，我局加强专利保护；民营企业专利授权12688件，同比增长5.8%。",
    "贯彻GB/T 29490—2013《企业知识产权合规管理体系　要求》，推进ＩＳＯ认证",
    "关于第2200号提案的答复：or、near、not 都是平常的词",
    "Café Müller 商标，陈𬱖与鿏的专利",
)


@pytest.fixture
def shelf(db: None) -> Iterator[Shelf]:
    shelf = Shelf(*TEXTS)
    yield shelf
    shelf.cursor.execute(shelf.DROP)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("专利", [1, 4]),
        ("民营企业", [0, 1]),
        ("营企", [0, 1]),
        ("利民", []),
        ("企业民营", []),
        ("220号", [0]),
        ("第220号", [0]),
        ("第220号关于", [0]),
        ("二次会议第220", [0]),
        ("220", [0]),
        ("2200", [3]),
        ("22", []),
        ("GB/T 29490", [2]),
        ("gb/t29490", [2]),
        ("ＧＢ／Ｔ　２９４９０", [2]),
        ("29490-2013", [2]),
        ("iso认证", [2]),
        ("12,688件", [1]),
        ("5.8%", [1]),
        ("5.9%", []),
        ("利", [1, 4]),
        ("业", [0, 1, 2]),
        ("𬱖", [4]),
        ("陈𬱖", [4]),
        ("鿏的专利", [4]),
        ("cafe MULLER", [4]),
        ("专利 民营企业", [1]),
        ("专利、民营企业", [1]),
        ("专利　商标", [4]),
        ("专利 OR 民营企业", []),
        ("or", [3]),
        ("near", [3]),
        ("NOT near", [3]),
        ("专利 AND 商标", []),
        ("专*", [1, 4]),
        ("“专利”", [1, 4]),
        ('"专利"', [1, 4]),
        ('专利"商标', [4]),
        ("专利😀商标", [4]),
        ("-专利", [1, 4]),
        ("body:专利", []),
    ],
)
def test_what_is_typed_is_found_where_it_stands(shelf: Shelf, typed: str, found: list[int]) -> None:
    assert shelf.find(typed) == found


@pytest.mark.parametrize(
    "typed",
    ["", " ", "😀", "*", '"', "'", "()", "& | !", "：*", "\\", "\x00", "—", "。，", "^ + - ~", "́"],
)
def test_signs_alone_ask_for_nothing(typed: str) -> None:
    assert not query(typed)
    assert query(typed).fts5 == query(typed).tsquery == ""


HOSTILE = (
    'NEAR("专利" "商标", 2)',
    "专利' OR '1'='1",
    "'; DROP TABLE shelf; --",
    "专利:* & !商标 <-> (a | b)",
    '" OR body : * "',
    "{body} : 专利 ^ 商标 + 名",
    "\\'\\\\民营\x00商标\udcff",
    "专" * 10_000,
    "a" * 10_000,
    "a b " * 5_000,
    "专 它 " * 5_000,
    "ﷺ" * 1_000,
    "1e5 1.5e-3 0x1F a@b.cn http://a.cn/b?c -3.5 <b>x</b> &amp; 3d 12ab",
)


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_typed_is_an_operator_or_raises(shelf: Shelf, typed: str) -> None:
    assert shelf.find(typed) == []
    assert shelf.find("专利") == [1, 4]


@given(st.text(max_size=60))
def test_no_text_at_all_yields_anything_but_quoted_terms(typed: str) -> None:
    terms_of = [term for phrase in query(typed).phrases for term in phrase.terms]
    assert all(term.isalnum() or "々" in term for term in terms_of), terms_of


def test_any_texts_can_be_indexed_and_asked_for(shelf: Shelf) -> None:
    @given(st.lists(st.text(max_size=40), min_size=20, max_size=20))
    def asked(texts: list[str]) -> None:
        shelf.cursor.execute("DELETE FROM shelf")
        shelf.add(*texts)
        for at, text in enumerate(texts):
            assert at in shelf.find(text) or not query(text)

    asked()


def test_every_hanzi_of_the_general_table_is_found_alone_and_in_a_pair(db: None) -> None:
    lines = HANZI.read_text().splitlines()
    hanzi = [char for line in lines if not line.startswith("#") for char in line.strip()]
    assert len(hanzi) == 8105
    shelf = Shelf(*(f"说{char}。" for char in hanzi))
    for at in [*range(0, 8105, 40), *(at for at, char in enumerate(hanzi) if char > "\u9fcc")]:
        assert shelf.find(f"说{hanzi[at]}") == [at], hanzi[at]
        assert at in shelf.find(hanzi[at])
    shelf.cursor.execute(shelf.DROP)


def test_ten_thousand_texts_are_searched_by_the_index(shelf: Shelf) -> None:
    """Texts of about 600 hanzi, made up; a scan of them all would take a hundred times as long."""
    shelf.cursor.execute("DELETE FROM shelf")
    body = "关于加强样品检测与仪器校准服务的建议，完善送检流程，公布能力验证结果。" * 17
    letters = [f"第{at}号建议：{body}" for at in range(10_000)]
    letters[7_777] += "民营企业的专利质押融资"
    shelf.add(*letters)
    if connection.vendor == "postgresql":
        shelf.cursor.execute("ANALYZE shelf")
    times = []
    for _ in range(5):
        start = perf_counter()
        assert shelf.find("专利质押 民营企业") == shelf.find("7777号") == [7_777]
        times.append(perf_counter() - start)
    assert min(times) < 0.05
    plan = shelf.plan("专利质押")
    if connection.vendor == "sqlite":
        assert re.search(r"VIRTUAL TABLE INDEX \d+:M", plan)
    else:
        assert "Bitmap Index Scan on shelf_body" in plan


def test_the_index_holds_pairs_the_last_hanzi_and_whole_words() -> None:
    assert terms("民营企业，专利") == "民营 营企 企业 业 专利 利"
    assert terms("ＧＢ/T29490—2013第１号") == "gb t 29490 2013 第 1 号"
    assert terms("") == terms("…😀\n") == ""


def test_pairs_leave_the_last_hanzi_out_unless_it_stands_alone() -> None:
    assert list(pairs("专利法 第5条，陈𬱖")) == ["专利", "利法", "第", "5", "条", "陈𬱖"]
