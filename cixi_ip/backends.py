"""What a user may do: what their roles say and, while they stand in for somebody, that one's."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import QuerySet

from cixi_ip.models import User


class RolesAndStandIns(ModelBackend):
    def _get_user_permissions(self, user_obj: User) -> QuerySet[Permission]:
        """Roles alone grant, so that roles.py tells all; and a page need not ask."""
        return Permission.objects.none()

    def _get_group_permissions(self, user_obj: User) -> QuerySet[Permission]:
        """What is lent is what the principal's own roles give; it is never lent on."""
        return Permission.objects.filter(group__user__in=user_obj.acts_for())
