"""Run all benchmarks on a scratch database: `python -m bench`."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    scratch = Path(tempfile.mkdtemp(prefix="cixi-bench-"))
    fonts = ROOT / "var" / "fonts"
    if fonts.exists():
        (scratch / "fonts").symlink_to(fonts)
    os.environ |= {
        "CIXI_ENV": "test",
        "VAR_DIR": str(scratch),
        "DJANGO_SETTINGS_MODULE": "cixi_ip.settings",
    }
    sys.path.insert(0, str(ROOT))
    try:
        measure()
    finally:
        shutil.rmtree(scratch)


def measure() -> None:
    import django
    from django.conf import settings

    settings.ROOT_URLCONF = "bench.urls"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_fixtures", verbosity=0)
    from bench import imports, letters, pages, proposal_search, proposals, rules, start

    for part in (pages, rules, imports, letters, proposal_search, proposals, start):
        part.run()


if __name__ == "__main__":
    main()
