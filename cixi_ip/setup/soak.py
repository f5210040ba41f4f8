"""`make soak`: the long forms of those tests that `make test` runs in a short form."""

import os
import shlex

from cixi_ip.setup.steps import main, say
from cixi_ip.setup.test import prepare, pytest


def soak() -> int:
    prepare(with_browser=False)
    os.environ["CIXI_SOAK"] = "1"
    arguments = shlex.split(os.environ.get("ARGS", ""))
    outcomes = [
        pytest(name, database, "soak", arguments)
        for name, database in (("PostgreSQL", "postgres"), ("SQLite", "sqlite"))
    ]
    say("\n== 长测结果 ==")
    for outcome in outcomes:
        say(str(outcome))
    return next((outcome.code for outcome in outcomes if outcome.code), 0)


if __name__ == "__main__":
    main(soak)
