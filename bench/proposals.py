"""What list, board, my work and calendar take over 10,000 generated cases: queries and their time.

Everything is generated and rolled back: no word of it is a proposal anybody made.
"""

import statistics
from time import perf_counter

from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

MANY, ROUNDS, BAR = 10_000, 7, 100
PAGES = {
    "list": "/proposals/",
    "list, last page": "/proposals/?page=400",
    "list by due day": "/proposals/?sort=due",
    "list, overdue": "/proposals/?due=overdue",
    "list, searched": "/proposals/?q=第77件",
    "board": "/proposals/board/",
    "my work": "/proposals/mine/",
    "calendar": "/proposals/calendar/",
    "calendar, mine": "/proposals/calendar/?mine=1",
}


def run() -> None:
    from tests.proposals.many import Many

    print(f"\nPages over {MANY:,} generated cases ({connection.vendor}); time in the database:")
    with transaction.atomic():
        made = Many(MANY)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("analyze")
        for role, user in (("办公室", None), ("经办人", made.officers[0])):
            tell(role, user)
        transaction.set_rollback(True)


def tell(role: str, user: object) -> None:
    from tests.makers import make_user

    client = Client(SERVER_NAME="localhost")
    client.force_login(user or make_user(role))
    for name, path in PAGES.items():
        queries, spent, whole = 0, [], []
        for _round in range(ROUNDS):
            cache.clear()
            start = perf_counter()
            with CaptureQueriesContext(connection) as seen:
                answer = client.get(path)
            whole.append((perf_counter() - start) * 1000)
            assert answer.status_code == 200, (path, answer.status_code)
            spent.append(sum(float(query["time"]) for query in seen) * 1000)
            queries = len(seen)
        middle = statistics.median(spent)
        print(
            f"  {role} {name}: {queries} queries, {middle:.0f} ms (worst {max(spent):.0f}),"
            f" page {statistics.median(whole):.0f} ms; bar {BAR}"
        )
