"""CPU per request of the dashboard, as multiples of a bare view behind the same login."""

import io
import statistics
import time
from collections.abc import Callable

from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.wsgi import get_wsgi_application
from django.test import Client

from cixi_ip.models import User

ROUNDS, PER_ROUND = 15, 20


def session_cookie() -> str:
    user, _created = User.objects.get_or_create(username="bench")
    user.groups.add(Group.objects.get(name="读者"))
    client = Client()
    client.force_login(user)
    token = "b" * 32  # a browser always has the one of its login
    return f"sessionid={client.cookies['sessionid'].value}; csrftoken={token}"


def caller(application: Callable, path: str, cookie: str, etag: str = "") -> Callable[[], tuple]:
    """A function that makes one WSGI request and returns (status, headers)."""

    def call() -> tuple:
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_COOKIE": cookie,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
        }
        if etag:
            environ["HTTP_IF_NONE_MATCH"] = etag
        seen: list[tuple] = []
        body = application(environ, lambda status, headers, *_: seen.append((status, headers)))
        b"".join(body)
        body.close()
        return seen[0]

    return call


def cpu(call: Callable[[], object], before: Callable[[], object] | None = None) -> float:
    """CPU milliseconds per call, over one round."""
    spent = 0.0
    for _ in range(PER_ROUND):
        if before:
            before()
        start = time.process_time()
        call()
        spent += time.process_time() - start
    return spent / PER_ROUND * 1000


def run() -> None:
    application, cookie = get_wsgi_application(), session_cookie()
    bare = caller(application, "/bare/", cookie)
    page = caller(application, "/", cookie)
    bare()
    status, headers = page()
    assert status.startswith("200"), status
    unchanged = caller(application, "/", cookie, dict(headers)["ETag"])
    assert unchanged()[0].startswith("304"), unchanged()[0]
    cases = {
        "看板，无缓存": (page, cache.clear),
        "看板，有缓存": (page, None),
        "看板，304": (unchanged, None),
    }
    ratios: dict[str, list[float]] = {name: [] for name in cases}
    bares = []
    for _ in range(ROUNDS):
        yardstick = cpu(bare)
        bares.append(yardstick)
        for name, (call, before) in cases.items():
            ratios[name].append(cpu(call, before) / yardstick)
    print(f"登录后的空白页：{statistics.median(bares):.2f} 毫秒 CPU（倍数的基准）")
    for (name, values), bar in zip(ratios.items(), (8, 2, 1.5), strict=True):
        low, middle, high = min(values), statistics.median(values), max(values)
        print(f"{name}：{middle:.2f} 倍（{low:.2f}—{high:.2f}），目标 ≤ {bar} 倍")
