"""A process that makes PDFs of pickled letters, and says as JSON how long each of them took."""

import json
import pickle
import sys
import time
from pathlib import Path

import django


def main(folder: Path, files: list[Path]) -> None:
    django.setup()
    from django.utils import timezone

    from proposals.letters import to_pdf

    taken = []
    for file in files:
        letter = pickle.loads(file.read_bytes())  # noqa: S301 - written by the one who started us
        started = time.perf_counter()
        pdf = to_pdf(letter, moment=timezone.now()).pdf
        taken.append(time.perf_counter() - started)
        (folder / file.with_suffix(".pdf").name).write_bytes(pdf)
    print(json.dumps(taken))


if __name__ == "__main__":
    main(Path(sys.argv[1]), list(map(Path, sys.argv[2:])))
