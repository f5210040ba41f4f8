"""The system as it is served: gunicorn with two workers on a database of its own."""

import multiprocessing
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from gunicorn.app.wsgiapp import run

from cixi_ip.setup.steps import BASE

numbers = count(1)
# Loading the pages takes seconds; every server starts from a process that has done so.
LOADED = multiprocessing.get_context("forkserver")
LOADED.set_forkserver_preload(["cixi_ip.wsgi", "tests.site"])


class Databases:
    """A migrated database with the fixtures, and fresh copies of it, beside the tests' own."""

    def __init__(self, worker: str) -> None:
        self.worker = worker
        self.parts = urlsplit(os.environ["DATABASE_URL"])
        self.is_sqlite = self.parts.scheme == "sqlite"
        self.template = self.name("template")
        self.create(self.template, "template0")
        for command in ("migrate", "load_fixtures"):
            run_command(command, url=self.url(self.template))

    def name(self, purpose: str) -> str:
        return f"{purpose}_{self.worker}"

    def url(self, name: str) -> str:
        if self.is_sqlite:
            return f"sqlite:///{self.path(name)}"
        return urlunsplit(self.parts._replace(path=f"/{name}"))

    def path(self, name: str) -> Path:
        return Path(self.parts.path[1:]).with_name(f"{name}.sqlite3")

    def copy(self) -> str:
        """The name of a fresh copy of the template."""
        name = self.name(f"journey{next(numbers)}")
        if self.is_sqlite:
            shutil.copy(self.path(self.template), self.path(name))
        else:
            self.create(name, self.template)
        return name

    def create(self, name: str, template: str) -> None:
        if not self.is_sqlite:
            self.execute(f"create database {name} template {template}")

    def drop(self, name: str) -> None:
        if self.is_sqlite:
            for path in self.path(name).parent.glob(f"{name}.sqlite3*"):
                path.unlink()
        else:
            self.execute(f"drop database {name} with (force)")

    def execute(self, statement: str) -> None:
        import psycopg2

        connection = psycopg2.connect(self.url("postgres"))
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
        connection.close()


def run_command(*arguments: str, url: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env=os.environ | {"DATABASE_URL": url},
        cwd=BASE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"manage.py {arguments}\n{done.stdout}\n{done.stderr}"


def serve(database_url: str, listener: socket.socket, log: str) -> None:
    """In a process of its own, which has the pages loaded already: serve them on that database."""
    from django.db import connection

    os.setsid()
    with Path(log).open("w") as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
    os.environ["DATABASE_URL"] = database_url
    name = urlsplit(database_url).path
    connection.settings_dict["NAME"] = name if connection.vendor == "sqlite" else name[1:]
    sys.argv = [
        "gunicorn", "cixi_ip.wsgi", "--workers", "2", "--preload", "--no-control-socket",
        "--bind", f"fd://{listener.detach()}", "--log-level", "warning",
    ]  # fmt: skip
    run()


class Site:
    """A running server: its address, its log and its two worker processes."""

    def __init__(self, database_url: str) -> None:
        listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.address = listener.getsockname()
        self.url = f"http://127.0.0.1:{self.address[1]}"
        self.log = tempfile.NamedTemporaryFile("r")  # noqa: SIM115 - closed by stop()
        arguments = (database_url, listener, self.log.name)
        self.process = LOADED.Process(target=serve, args=arguments)
        self.process.start()
        listener.close()
        self.wait()

    def wait(self) -> None:
        """Until both workers are there and a page answers."""
        end = time.monotonic() + 60
        while time.monotonic() < end and self.process.is_alive():
            if len(self.workers()) == 2 and self.answers():
                return
            time.sleep(0.05)
        self.stop()
        raise RuntimeError(f"the server did not start:\n{self.printed()}")

    def answers(self) -> bool:
        try:
            with socket.create_connection(self.address, timeout=30) as connection:
                connection.sendall(b"HEAD /static/ HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
                return connection.recv(5) == b"HTTP/"
        except OSError:
            return False

    def workers(self) -> list[int]:
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        return [int(child) for child in children.split()]

    @contextmanager
    def only(self, number: int) -> Iterator[None]:
        """Within the block every request goes to worker 0 or 1: the other one is stopped."""
        other = self.workers()[1 - number]
        os.kill(other, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(other, signal.SIGCONT)

    def printed(self) -> str:
        self.log.seek(0)
        return self.log.read()

    def stop(self) -> None:
        """At once: nobody waits for an answer any more."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.join()
        self.log.close()
