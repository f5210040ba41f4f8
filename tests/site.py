"""The system as it is served: gunicorn with two workers on a database of its own."""

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

from cixi_ip.setup.steps import BASE

numbers = count(1)


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


class Site:
    """A running server: its address, its log and its two worker processes."""

    def __init__(self, database_url: str) -> None:
        listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        listener.set_inheritable(True)
        self.address = listener.getsockname()
        self.url = f"http://127.0.0.1:{self.address[1]}"
        self.log = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed by stop()
        self.process = subprocess.Popen(
            [
                sys.executable, "-m", "gunicorn", "cixi_ip.wsgi", "--workers", "2",
                "--bind", f"fd://{listener.fileno()}", "--log-level", "warning",
            ],
            env=os.environ | {"DATABASE_URL": database_url},
            cwd=BASE,
            stdout=self.log,
            stderr=self.log,
            pass_fds=[listener.fileno()],
        )  # fmt: skip
        listener.close()
        self.wait()

    def wait(self) -> None:
        """Until both workers are there and a page answers."""
        end = time.monotonic() + 60
        while time.monotonic() < end and self.process.poll() is None:
            if len(self.workers()) == 2 and self.answers():
                return
            time.sleep(0.05)
        self.process.kill()
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
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
