"""A real PostgreSQL for the tests, started from the system's own binaries and gone afterwards.

Nothing is installed and nothing stays: a new cluster in a scratch folder, reachable by a socket in
it alone. PostgreSQL refuses to run as root; as root it is run as `nobody`.
"""

import atexit
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

URL_VARIABLE = "LECTERN_TEST_POSTGRES"  # the cluster of this run, for its worker processes
MISSING = (
    "no PostgreSQL server programs (initdb, postgres) were found in PATH or in "
    "/usr/lib/postgresql. On Debian and Ubuntu: apt install postgresql"
)
FAST_AND_LOSING = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")


def binaries():
    """The folder that holds initdb and postgres, newest version first; None without one."""
    folders = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    for pattern in ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/post*/bin"):
        found = Path("/").glob(pattern[1:])
        folders += sorted(found, key=lambda path: (len(str(path)), str(path)), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def url():
    """The address of this run's cluster, started when it does not run yet."""
    return os.environ.get(URL_VARIABLE) or start()


def version():
    """As people write it, of the server that runs: "15.18"."""
    with psycopg.connect(url(), dbname="postgres") as connection:
        major, minor = divmod(connection.info.server_version, 10_000)
    return f"{major}.{minor}"


def start():
    """Start the cluster of this run, which ends with this process; returns its address."""
    server, folder = launch()
    owner = os.getpid()
    atexit.register(lambda: stop(server, folder) if os.getpid() == owner else None)
    os.environ[URL_VARIABLE] = f"postgresql://postgres@/lectern?host={folder}"
    return os.environ[URL_VARIABLE]


def launch():
    """A new cluster that answers, as (process of the server, folder of its socket)."""
    programs = binaries()
    if programs is None:
        raise FileNotFoundError(MISSING)
    # A socket's path may have 107 characters at most: not below a long TMPDIR.
    folder = Path(tempfile.mkdtemp(prefix="lectern-pg-", dir="/tmp"))
    run_as = whose()
    if run_as:
        os.chown(folder, run_as["user"], run_as["group"])
    kind = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
    subprocess.run(
        [programs / "initdb", "--pgdata", folder / "data", "--no-sync", *kind],
        check=True,
        cwd="/",
        stdout=subprocess.DEVNULL,
        **run_as,
    )
    return serve(folder), folder


def whose():
    """As whom the server's programs run, for `subprocess`."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def serve(folder):
    """The server of a cluster that `launch` has made, answering; its process."""
    options = [f"-c{setting}" for setting in (*FAST_AND_LOSING, "listen_addresses=", "jit=off")]
    log = (folder / "log").open("ab")
    server = subprocess.Popen(
        [binaries() / "postgres", "-D", folder / "data", "-k", folder, *options],
        cwd="/",
        stdout=log,
        stderr=log,
        preexec_fn=end_with_parent if sys.platform == "linux" else None,
        **whose(),
    )
    log.close()
    wait_until_ready(server, folder)
    return server


def end_with_parent():
    """In the child, on Linux: a test run that is killed takes its server along."""
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGQUIT)


def wait_until_ready(server, folder, seconds=30):
    deadline = time.monotonic() + seconds
    while True:
        try:
            psycopg.connect(host=str(folder), user="postgres", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((folder / "log").read_text("utf-8", "replace")) from None
        time.sleep(0.05)


def stop(server, folder):
    server.send_signal(signal.SIGQUIT)
    server.wait(timeout=30)
    shutil.rmtree(folder, ignore_errors=True)
