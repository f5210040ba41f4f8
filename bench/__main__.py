"""Run the benchmarks on a scratch database: `python -m bench [NAME …]`, all of them or these."""

import os
import shutil
import sys
import tempfile
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = (
    *("pages", "front_page", "datasette", "rules", "imports", "letters"),
    *("proposal_search", "proposals", "registers", "start"),
)


def main() -> None:
    scratch = Path(tempfile.mkdtemp(prefix="cixi-bench-"))
    for name in ("fonts", "assets"):
        if (ROOT / "var" / name).exists():
            (scratch / name).symlink_to(ROOT / "var" / name)
    os.environ |= {
        # Beside the scratch folder: what `make bench` brought to measure with.
        "BENCH_TOOLS": str(Path(os.environ.get("VAR_DIR", ROOT / "var")).resolve() / "bench"),
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
    for name in sys.argv[1:] or PARTS:
        import_module(f"bench.{name}").run()


if __name__ == "__main__":
    main()
