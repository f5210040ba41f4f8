"""The process of its own in which a file is read or written, so that no page waits for it."""

import os
import subprocess
import sys
from datetime import datetime, timedelta

from django.conf import settings

from stats.models import ImportFile

# A page waits this long for the process: most files are done by then, and are shown at once.
PATIENCE = 2.5
SILENT = timedelta(seconds=60)
# Processes begun from here; those that have ended are taken leave of when the next one begins.
BEGUN: list[subprocess.Popen[bytes]] = []
AT_WORK = (ImportFile.State.READING, ImportFile.State.WRITING)


def start(file: ImportFile) -> subprocess.Popen[bytes]:
    """Begin to read, or to write, whichever the state of the file says."""
    BEGUN[:] = [process for process in BEGUN if process.poll() is None]
    process = subprocess.Popen(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "read_import", str(file.pk)],
        cwd=settings.BASE_DIR,
        # One thread does; each more would reserve memory that the limit then lacks.
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    BEGUN.append(process)
    return process


def has_stopped(process: subprocess.Popen[bytes]) -> bool:
    """Wait a little; True when the process has died of something it did not expect."""
    try:
        return process.wait(PATIENCE) != 0
    except subprocess.TimeoutExpired:
        return False


def is_silent(file: ImportFile, now: datetime) -> bool:
    """Whether a process at work has not been heard of for so long that it must have died."""
    return file.state in AT_WORK and now - file.beat_at > SILENT
