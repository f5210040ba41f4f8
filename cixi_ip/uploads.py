"""Uploaded files on their way in: never more at once than a page may take, under plain names."""

from pathlib import PurePath
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from cixi_ip.hygiene import sanitise

MEGABYTE = 1024 * 1024
# Pages take files up to 20 MB and say so themselves; this is for what goes far beyond.
LARGEST = 30 * MEGABYTE
PATIENCE = 300 * MEGABYTE


class Capped(TemporaryFileUploadHandler):
    """Refuses a request that is too large before any of it is kept."""

    def handle_raw_input(
        self, input_data: Any, meta: Any, content_length: int, *_: Any, **__: Any
    ) -> None:
        if content_length <= LARGEST:
            return
        # A browser shows an answer only when it could send everything.
        left = min(content_length, PATIENCE)
        while left > 0 and (chunk := input_data.read(min(left, MEGABYTE))):
            left -= len(chunk)
        raise RequestDataTooBig(f"{content_length} bytes are too many for one request")


def plain_name(name: str) -> str:
    """What a file is called, without folders and what cannot be seen; 未命名 where nothing is."""
    return sanitise(PurePath(name.replace("\\", "/")).name)[0].strip() or "未命名"
