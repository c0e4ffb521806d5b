"""What was being written when a process was killed does not stay."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from conference.scratch import clear, scratch_folder
from conference.typesetting import HOUSE

LONG_AGO = (0, 0)
MAKES = """
from pathlib import Path
from conference.scratch import scratch_folder
with scratch_folder() as folder:
    Path(folder, "rows").write_text("Lin Secretname")
    print(folder, flush=True)
    input()
"""


def test_a_folder_is_gone_with_its_maker_and_no_sooner(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    maker = subprocess.Popen(
        [sys.executable, "-c", MAKES],
        cwd=HOUSE,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with maker:
        folder = Path(maker.stdout.readline().strip())
        os.utime(folder, LONG_AGO)
        assert (clear(), folder.exists()) == (0, True)

        maker.kill()
        maker.wait()
        assert (folder / "rows").read_text() == "Lin Secretname"

        assert (clear(), folder.exists()) == (1, False)


def test_a_new_one_and_one_in_use_stay(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "lectern-scratch-new").mkdir()
    with scratch_folder() as folder:
        os.utime(folder, LONG_AGO)

        assert clear() == 0
        assert Path(folder).exists()
    assert not Path(folder).exists()
