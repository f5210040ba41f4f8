"""App configuration: roles become groups, logins become events, the admin site is ours."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate


class CixiConfig(AppConfig):
    name = "cixi_ip"
    verbose_name = "账号与记录"
    default = True

    def ready(self) -> None:
        from cixi_ip import audit, login
        from cixi_ip.roles import write_groups

        audit.connect()
        user_logged_in.connect(login.begin, dispatch_uid="session")
        # With a sender per app, the last app to be migrated would decide which permissions exist.
        post_migrate.connect(write_groups, dispatch_uid="roles")


class CixiAdminConfig(AdminConfig):
    default_site = "cixi_ip.site.BureauAdminSite"
    default = False
