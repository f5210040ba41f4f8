"""What the one-page brief says of a year and scope, each sentence with its figures; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from stats import attention, dashboard
from stats.arithmetic import BASIS, UNSETTLED, Figure, Meaning
from stats.charts import Chart
from stats.progress import MISSING, UNJUDGED, VERDICTS, Goal, Progress, next_goal
from stats.rules import Finding
from stats.selection import (
    ARROWS,
    Selection,
    change,
    is_checkable,
    printed,
    quoted,
    scope_name,
    scope_of,
    tone,
)
from stats.sheets import Cell, Link
from stats.sums import completion_of, ratio_of
from stats.version_code import version_code

# Asked first; where a year lacks some, the questions behind them move up.
QUESTIONS = {
    "patent.granted": "专利授权了多少件，其中发明占多少？",
    "patent.valid.invention": "有效发明专利有多少件，比上年末怎样？",
    "patent.valid.invention.per_10k": "每万人有多少件发明专利？",
    "trademark.valid": "有效注册商标有多少件？",
    "finance.pledge.amount": "知识产权质押融资登记了多少？",
    "patent.pct": "PCT国际专利申请有多少件？",
    "brand.gi": "地理标志有多少件？",
    "cultivation.little_giant": "小巨人企业有多少家？",
    "protection.case": "查办了多少件案件？",
}
ASKED = 4
Facts = tuple[Cell, ...]
NOTHING_DUE = "没有临近期限的事项。"
WATCHED = "#attention-title"  # of the front page


@dataclass(frozen=True)
class Source:
    """What a citation mark stands for: a paper, and which of its figures."""

    title: str
    scope: str
    period: str
    status: str


@dataclass(frozen=True)
class Sentence:
    """`figures` are what it is bound to; `plans` the papers of the targets it compares with.

    Its words come in pieces: those worked out lead to their sums.
    """

    said: Facts
    figures: tuple[Figure, ...] = ()
    plans: tuple[Source, ...] = ()
    arrow: str = ""
    tone: str = "neutral"

    @property
    def text(self) -> str:
        return "".join(map(str, self.said))

    @property
    def sources(self) -> tuple[Source, ...]:
        return (*dict.fromkeys((*map(source, self.figures), *self.plans)),)


@dataclass(frozen=True)
class Part:
    """Sentences under one heading, the most important first; `none` is said where there is none.

    All of them stand on `page`, at `place`.
    """

    title: str
    sentences: tuple[Sentence, ...]
    none: str
    page: str
    place: str = ""


@dataclass(frozen=True)
class Answer:
    """A question a leader may be asked, the answer, and what figure that is."""

    question: str
    answer: Sentence
    about: str


@dataclass(frozen=True)
class Brief:
    """`code` changes with any figure of the year that the scope shows."""

    year: int
    scope_name: str
    code: str
    headline: Sentence
    parts: tuple[Part, ...]
    answers: tuple[Answer, ...]
    charts: tuple[Chart, ...]


def brief(
    selection: Selection,
    goals: Sequence[Progress],
    scope_name: str,
    dates: Sequence[str] | None = None,
) -> Brief:
    """`goals` are those in force. `dates` say what is due soon, in the words of whoever knows it;

    None leaves that part out.
    """
    moved = [(figure, selection.figures.growth(figure).sign) for figure in ranked(selection)]
    parts = (
        Part(
            "上升",
            tuple(movement(selection, figure) for figure, sign in moved if sign > 0),
            "没有可以比较的上升指标。",
            "/table/",
        ),
        Part(
            "下降",
            tuple(
                sorted((movement(selection, one) for one, sign in moved if sign < 0), key=gravity)
            ),
            "没有可以比较的下降指标。",
            "/table/",
        ),
        Part("目标", tuple(targets(goals)), "没有未完成或落后进度的目标。", "/board/targets/"),
        Part("待核实", tuple(doubted(selection)), "没有待核实或初步的数据。", "/", WATCHED),
    )
    due = Part(
        "临近期限", tuple(Sentence((each,)) for each in dates or ()), NOTHING_DUE, "/", WATCHED
    )
    return Brief(
        year=selection.year,
        scope_name=scope_name,
        code=code_of(selection),
        headline=Sentence(dashboard.headline(selection), tuple(first_said(selection))),
        parts=(*parts, *([] if dates is None else [due])),
        answers=tuple(answers(selection, [one.goal for one in goals])),
        charts=tuple(dashboard.charts(selection)),
    )


def gravity(one: Sentence) -> bool:
    """What fell and should not have stands first."""
    return one.tone != "bad"


def source(figure: Figure) -> Source:
    return Source(figure.source, scope_name(figure), quoted(figure), figure.standing)


def code_of(selection: Selection) -> str:
    return version_code(
        (*map(str, figure.key), str(figure.value), figure.status, str(figure.vintage))
        for figure in selection.figures
        if figure.year == selection.year and figure.region in selection.regions
    )


def bound(selection: Selection, figure: Figure) -> tuple[Figure, ...]:
    """A figure, and the one its growth was computed from."""
    growth, base = selection.figures.growth(figure), selection.figures.base_of(figure)
    is_computed = growth.kind != "none" and not growth.is_reported
    return (figure, base) if is_computed and base is not None else (figure,)


def first_said(selection: Selection) -> Iterator[Figure]:
    for figure in selection.of(dashboard.HEADLINE):
        if figure.value is not None:
            yield from bound(selection, figure)


def ranked(selection: Selection) -> list[Figure]:
    """The year's figures with a value: those of the cards, then whole ones, then parts of them."""
    catalogue = [one for one in selection.figures.meanings.values() if one.group != BASIS]
    cards = {code: place for place, code in enumerate(dashboard.CARDS)}

    def rank(meaning: Meaning) -> tuple[int, bool]:
        return cards.get(meaning.code, len(cards)), bool(meaning.part_of)

    found = selection.of(tuple(meaning.code for meaning in sorted(catalogue, key=rank)))
    return [figure for figure in found if figure.value is not None]


def movement(selection: Selection, figure: Figure) -> Sentence:
    growth = selection.figures.growth(figure)
    return Sentence(
        (*dashboard.clause(selection, figure), "。"),
        bound(selection, figure),
        arrow=ARROWS[growth.sign],
        tone=tone(figure, growth),
    )


def targets(goals: Iterable[Progress]) -> Iterator[Sentence]:
    """Those missed or behind, then those nobody can judge though their time has begun."""
    told = [one for one in goals if one.verdict in MISSING]
    told += [one for one in goals if one.verdict == UNJUDGED and has_begun(one)]
    for one in sorted(told, key=lambda one: VERDICTS.index(one.verdict)):
        due = f"{one.goal.due_year}年到期" if one.goal.due_year else "未写明期限"
        known = f"实际{printed(one.actual)}" if one.actual else "完成数未公布"
        aim = plan(one.goal)
        wanted = f"{one.goal.title}：{aim.scope}目标{one.measure(one.goal.value)}（{due}）"
        yield Sentence(
            (f"{wanted}，{known}，", opened(one), "。"),
            tuple(figure for figure in (one.actual, one.base) if figure is not None),
            (aim,),
        )


def opened(one: Progress) -> Cell:
    """The verdict, leading to its sum."""
    if one.goal.id is None or one.actual is None:
        return one.words
    return Link(one.words, completion_of(one.goal.id, one.actual))


def has_begun(one: Progress) -> bool:
    """A goal counts from the year before it was stated; nothing is asked of that year yet."""
    return one.goal.due_year is None or one.goal.stated_year <= one.year


def plan(goal: Goal) -> Source:
    scope = scope_of(goal.region, goal.region_name)
    return Source(goal.source, scope, goal.years, f"{goal.nature}目标")


def doubted(selection: Selection) -> list[Sentence]:
    """What the rules find and nobody explained, and what may still change, gravest first.

    Each bears the name of its verdict; what may still change says so itself.
    """
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for one in selection.findings:
        if not one.explanation:
            kinds.setdefault((one.verdict, one.rule), []).append(one)
    told = [(verdict, spokesman(alike)) for (verdict, _rule), alike in kinds.items()]
    told += [(attention.PROVISIONAL, sentence) for sentence in unsettled(selection)]
    told.sort(key=lambda pair: attention.LEVELS.index(pair[0]))
    return [
        replace(sentence, said=(f"{level}：", *sentence.said))
        if level != attention.PROVISIONAL
        else sentence
        for level, alike in groupby(told, key=itemgetter(0))
        for _level, sentence in alike
    ]


def spokesman(alike: list[Finding]) -> Sentence:
    """The first finding of its kind, with how many more there are."""
    more = f"同类另有{len(alike) - 1}项。" if len(alike) > 1 else ""
    return Sentence((f"{alike[0].shown}{more}",), alike[0].figures)


def unsettled(selection: Selection) -> Iterator[Sentence]:
    for figure in selection.of(tuple(selection.figures.meanings)):
        if figure.status in UNSETTLED and figure.meaning.group != BASIS:
            what = f"{scope_name(figure)}{figure.meaning.name}{printed(figure)}"
            words = f"{figure.status_name}数：{what}，以后公布的数可能不同。"
            yield Sentence((words,), (figure,))


def answers(selection: Selection, goals: Sequence[Goal]) -> Iterator[Answer]:
    """Four questions that have an answer, of the year's own figures; missing ones say why."""
    found = selection.of(tuple(QUESTIONS))
    answered = [figure for figure in found if figure.value is not None]
    others = [figure for figure in ranked(selection) if figure.meaning.code not in QUESTIONS]
    shown = (answered + others)[:ASKED]
    for figure in shown:
        yield answer(selection, figure, goals)
    known = {figure.meaning.code for figure in shown}
    silent = [code for code in QUESTIONS if code in selection.figures.meanings.keys() - known]
    for code in silent[: ASKED - len(shown)]:
        why = dashboard.absence(selection, selection.figures.meanings[code])
        yield Answer(QUESTIONS[code], Sentence((f"—（{why}）",)), f"{selection.year}年")


def joined(said: Iterable[Cell]) -> Facts:
    """The pieces as one sentence."""
    first, *rest = said
    return (first, *(piece for each in rest for piece in ("；", each)), "。")


def answer(selection: Selection, figure: Figure, goals: Sequence[Goal]) -> Answer:
    asked = QUESTIONS.get(figure.meaning.code, f"{figure.meaning.name}是多少？")
    moved = change(selection.figures, figure)
    grown = moved.text if moved.words else f"变化：{moved.text}"
    said: list[Cell] = [printed(figure), Link(grown, moved.url) if moved.url else grown]
    if is_checkable(selection.figures, figure):
        said[0] = Link(printed(figure), ratio_of(figure))
    said += dashboard.told(selection, figure, list(goals))
    parts = bound(selection, figure)
    if figure.meaning.code == "patent.granted":
        inventions = selection.figures.known("patent.granted.invention", *figure.key[1:])
        parts += (inventions,) if inventions else ()
    goal = next_goal(goals, figure)
    plans = (plan(goal),) if goal else ()
    about = f"口径：{scope_name(figure)}；时段：{quoted(figure)}；{figure.standing}"
    return Answer(asked, Sentence(joined(said), parts, plans, tone=moved.tone), about)
