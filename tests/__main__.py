"""The whole suite on every database: `make test`, or `python -m tests [pytest arguments]`.

Three runs go side by side, one process each: what each database must pass, and the browser tests,
which wait more than they work, with those that start a whole server (`served`), that judge the
pages which the browser judges too (`drawn`) and that reach no database (`bare`, told apart by
tests/conftest.py). What the later ones say follows when
the first is done. The second run, and tests marked `once`, ask the same of both databases: they run
on SQLite alone. Tests marked `strict` run where the database refuses more: on PostgreSQL, on SQLite
without one. The last lines name every test that failed, whichever run it was in, and the databases.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests import postgres

NOTHING_COLLECTED = 5  # pytest's exit status


# name: database, which tests
RUNS = {
    "sqlite": ("sqlite", "not browser and not served and not drawn and not bare and not strict"),
    "browser": ("sqlite", "browser or served or drawn or bare"),
    "postgres": ("postgres", "not browser and not once and not bare"),
}


def main(arguments):
    with tempfile.TemporaryDirectory(prefix="lectern-run-") as scratch:
        scratch = Path(scratch)
        names = list(RUNS)
        skipped = "" if postgres.binaries() else postgres.MISSING
        if skipped and os.environ.get("REQUIRE_POSTGRES"):
            print(f"REQUIRE_POSTGRES is set, but {skipped}.", file=sys.stderr)
            return 1
        if skipped:
            names.remove("postgres")
            RUNS["sqlite"] = ("sqlite", RUNS["sqlite"][1].removesuffix(" and not strict"))
        runs = {names[0]: start(names[0], arguments, scratch)}
        await_collected(runs[names[0]], scratch)
        runs |= {name: start(name, arguments, scratch) for name in names[1:]}
        codes = {}
        try:
            for name, run in runs.items():
                codes[name] = run.wait()
                if name != names[0]:  # the first one has shown its own
                    print(output_of(name, scratch).read_text("utf-8"), end="", flush=True)
        except KeyboardInterrupt:
            for run in runs.values():
                run.wait()
            return 130
        print("", *complaints(codes, scratch), sep="\n")
        ran = {ran_on(name, scratch).read_text(): None for name in names if passed(name, scratch)}
        sentence = f"Ran on: {', '.join(ran) or 'nothing'}"
        if skipped:
            sentence += f". Skipped PostgreSQL: {skipped}"
        print(sentence)
        # Arguments may ask for tests that only some of the runs have.
        if any(code != NOTHING_COLLECTED for code in codes.values()):
            codes = {name: 0 if code == NOTHING_COLLECTED else code for name, code in codes.items()}
        return max(codes.values())


def await_collected(run, scratch):
    """Reading a thousand files of tests for the first time takes most of half a minute, and what is
    read is kept: the other runs wait for the first one to have done it.
    """
    while run.poll() is None and not collected(scratch).exists():
        time.sleep(0.1)


def collected(scratch):
    return scratch / "collected"


def output_of(name, scratch):
    return scratch / f"{name}.out"


def ran_on(name, scratch):
    return scratch / f"{name}.ran"


def passed(name, scratch):
    return ran_on(name, scratch).exists()


def complaints(codes, scratch):
    """One line a failed test, by run, as pytest names it; the run itself where it broke off."""
    for name, code in codes.items():
        listed = failed_in(name, scratch)
        failed = listed.read_text("utf-8").splitlines() if listed.exists() else []
        if not failed and code not in (0, NOTHING_COLLECTED):
            failed = [f"the run itself, exit status {code}; see its output above"]
        yield from (f"Failed ({name}): {test}" for test in failed)


def failed_in(name, scratch):
    return scratch / f"{name}.failed"


def start(name, arguments, scratch):
    database, marks = RUNS[name]
    environment = os.environ | {
        "TEST_DB": database,
        "LECTERN_RAN_ON": str(ran_on(name, scratch)),
        "LECTERN_FAILED": str(failed_in(name, scratch)),
        "LECTERN_COLLECTED": str(collected(scratch)),
    }
    # Each run starts a hundred processes of ours, which need not compile the house anew.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments, "-m", marks]
    # The browser's run is the longest, and waits for much: the others take what it leaves.
    if name != "browser":
        command = ["nice", "-n", "5", *command]
    if name == next(iter(RUNS)):
        return subprocess.Popen(command, env=environment)
    with output_of(name, scratch).open("w", encoding="utf-8") as output:
        return subprocess.Popen(command, env=environment, stdout=output, stderr=output)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
