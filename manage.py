#!/usr/bin/env python
"""Run Django's commands for this project."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cixi_ip.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except OperationalError as error:
        from cixi_ip.web import database_trouble

        sys.stderr.write(database_trouble(error) + "\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
