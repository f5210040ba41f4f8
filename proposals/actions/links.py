"""The secret address at which a user's own calendar program reads their due dates."""

import hashlib
import secrets

from django.db import transaction

from cixi_ip.models import Event, User
from proposals.actions.moves import require_permission
from proposals.models import CalendarLink

READ = "proposals.view_handling"
# 256 bits: nobody finds one by trying.
TOKEN_BYTES = 32


@transaction.atomic
def make_link(*, by: User) -> str:
    """A new secret, shown this once and kept as its digest; an earlier one ends."""
    require_permission(by, READ, "使用日历链接")
    ended = end_links(by)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = CalendarLink.objects.create(user=by, digest=link_digest(token))
    Event.objects.record("更换日历链接" if ended else "生成日历链接", by=by, subject=link)
    return token


@transaction.atomic
def revoke_link(*, by: User) -> None:
    """The address stops at once; without one nothing happens."""
    link = CalendarLink.objects.filter(user=by).first()
    if link is not None:
        Event.objects.record("撤销日历链接", by=by, subject=link)
        end_links(by)


def end_links(user: User) -> bool:
    count, _by_model = CalendarLink.objects.filter(user=user).delete()
    return bool(count)


def link_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
