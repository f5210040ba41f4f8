"""Which edition of the program answers: a mark that changes with its code, templates and looks."""

import hashlib
from functools import cache

from django.conf import settings

FOLDERS = ("cixi_ip", "stats", "proposals", "templates", "static")
KINDS = {".py", ".html", ".css", ".js", ".svg", ".json", ".typ"}


@cache
def edition() -> str:
    """The same in every worker, for it is made from contents; worked out once per process."""
    digest = hashlib.sha256()
    for folder in FOLDERS:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix in KINDS:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
