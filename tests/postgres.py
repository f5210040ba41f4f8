"""A throw-away PostgreSQL cluster: started for one test run, reached by socket only, gone after."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

from cixi_ip.setup import postgres

USER = "cixi"
# Nothing here outlives the run, so durability is given up for speed. An autovacuum that comes by
# while a table is empty would have the planner believe it empty when a test has filled it; and
# a query that hangs should fail its test, not the run.
OPTIONS = (
    "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    " -c max_connections=60 -c shared_buffers=64MB"
    " -c autovacuum=off -c statement_timeout=120s"
)


class Cluster:
    """PostgreSQL in a short temporary directory, owned by `nobody` when root runs the tests."""

    def __init__(self) -> None:
        self.programs = postgres.programs()
        # A socket path may have 107 bytes, and TMPDIR can be long, so the place is fixed.
        self.folder = Path(tempfile.mkdtemp(prefix="cixi-pg-", dir="/tmp"))

    def start(self) -> None:
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
        data = self.folder / "data"
        self._run(
            "initdb", "-D", str(data), f"--username={USER}", "--auth=trust", "--no-sync",
            "--encoding=UTF8", "--locale=C.UTF-8",
        )  # fmt: skip
        options = f"{OPTIONS} -c unix_socket_directories='{self.folder}'"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(data), "-w", "-o", options, "-l", log, "start")

    def stop(self) -> None:
        if (self.folder / "data" / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self.folder)

    def url(self, name: str = "postgres") -> str:
        return f"postgres://{USER}@/{name}?host={quote(str(self.folder))}"

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "nobody", "--", *command]
        # pg_ctl's server would keep a pipe open for ever, so the output goes to a file.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(command, stdout=output, stderr=output, cwd="/", check=False)
            output.seek(0)
            if done.returncode:
                raise RuntimeError(f"{' '.join(command)}\n{output.read()}")
