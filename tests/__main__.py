"""The whole suite on every database: `make test`, or `python -m tests [pytest arguments]`.

Both runs go side by side, one process each; what PostgreSQL's run says follows when SQLite's is
done. Browser tests, and those marked `once` (by hand, or by tests/conftest.py because they cannot
reach a database), ask the same of both, so they run on SQLite alone.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import postgres

NOTHING_COLLECTED = 5  # pytest's exit status


def main(arguments):
    with tempfile.TemporaryDirectory(prefix="lectern-run-") as scratch:
        scratch = Path(scratch)
        skipped = "" if postgres.binaries() else postgres.MISSING
        if skipped and os.environ.get("REQUIRE_POSTGRES"):
            print(f"REQUIRE_POSTGRES is set, but {skipped}.", file=sys.stderr)
            return 1
        output = (scratch / "postgres.out").open("w+", encoding="utf-8")
        runs = {"sqlite": start("sqlite", arguments, scratch, None)}
        if not skipped:
            more = [*arguments, "-m", "not browser and not once"]
            runs["postgres"] = start("postgres", more, scratch, output)
        try:
            codes = {name: run.wait() for name, run in runs.items()}
        except KeyboardInterrupt:
            for run in runs.values():
                run.wait()
            return 130
        output.seek(0)
        print(output.read(), end="")
        output.close()
        ran = [path.read_text() for path in map(ran_on(scratch), runs) if path.exists()]
        sentence = f"Ran on: {', '.join(ran) or 'nothing'}"
        if skipped:
            sentence += f". Skipped PostgreSQL: {skipped}"
        print(f"\n{sentence}")
        if codes.get("postgres") == NOTHING_COLLECTED and codes["sqlite"] == 0:
            codes["postgres"] = 0  # only browser tests were asked for
        return max(codes.values())


def ran_on(scratch):
    return lambda name: scratch / f"{name}.ran"


def start(name, arguments, scratch, output):
    environment = os.environ | {
        "TEST_DB": name,
        "LECTERN_RAN_ON": str(ran_on(scratch)(name)),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        env=environment,
        stdout=output,
        stderr=output,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
