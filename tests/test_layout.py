"""docs/layout.md is the map: each module stands in its room, and no room is made up."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HOUSES = ("config", "conference", "alliance")
# What Django names is found without a map.
KNOWN = {"__init__", "apps", "urls", "admin", "views", "models", "permissions"}
KNOWN_FOLDERS = {"management", "migrations", "templatetags"}
# Rooms whose files the map names by what they are for.
BY_SUBJECT = {"conference/models", "conference/attendance/admin"}

# Lines a module may have without a word on why it is not two.
LONG = 400
REASON = "Long, because "

pytestmark = pytest.mark.once(reason="reads the source alone")


def rooms():
    """{folder: the text of its part of the map, that of the folders inside it left out}, and the
    names that stand at the beginning of a line, as paths.
    """
    plan = (ROOT / "docs/layout.md").read_text("utf-8").split("\n\n")[2]
    found, named, inside = {}, [], []  # `inside`: (indentation, folder), outermost first
    for line in plan.splitlines():
        indent = len(line) - len(line.lstrip())
        names, _gap, _rest = line.strip().partition("  ")
        is_text = indent > 20
        if not is_text:
            while inside and inside[-1][0] >= indent:
                inside.pop()
            folder = inside[-1][1] if inside else ""
            for name in re.split(r", ", names):
                if re.fullmatch(r"[a-z_]+/?", name):
                    named.append(f"{folder}{name}")
            if names.endswith("/") and "," not in names:
                inside.append((indent, f"{folder}{names}"))
        if inside:
            found.setdefault(inside[-1][1], "")
            found[inside[-1][1]] += f"{line}\n"
    return found, named


def modules():
    for house in HOUSES:
        for path in sorted((ROOT / house).rglob("*.py")):
            module = path.relative_to(ROOT)
            is_named = module.parent.as_posix() not in BY_SUBJECT
            if is_named and path.stem not in KNOWN and KNOWN_FOLDERS.isdisjoint(module.parts):
                yield module


def test_the_map_is_read():
    found, named = rooms()
    assert "conference/program/release/" in found
    assert "conference/program/release/fields" in named
    assert len(list(modules())) > 150


def test_each_module_stands_in_its_room():
    found, _named = rooms()
    missing = []
    for path in modules():
        folder = f"{path.parent.as_posix()}/"
        while folder not in found:  # a package of models stands for its files
            path, folder = path.parent, f"{path.parent.parent.as_posix()}/"
        if not re.search(rf"\b{path.stem}\b", found[folder]):
            missing.append(f"{folder} has no {path.stem}")
    assert missing == []


def test_no_room_and_no_module_is_made_up():
    _found, named = rooms()
    made_up = [
        name
        for name in named
        if name.split("/")[0] in HOUSES
        and not (ROOT / name).is_dir()
        and not (ROOT / f"{name}.py").is_file()
    ]
    assert made_up == []


def long_without_reason(source: str) -> bool:
    if source.count("\n") <= LONG:
        return False
    return REASON not in (ast.get_docstring(ast.parse(source)) or "")


def test_no_module_is_long_without_a_reason():
    found = [
        path.relative_to(ROOT).as_posix()
        for house in HOUSES
        for path in sorted((ROOT / house).rglob("*.py"))
        if "migrations" not in path.parts and long_without_reason(path.read_text("utf-8"))
    ]

    assert found == []


def test_a_reason_stands_in_the_docstring():
    lines = "x = 1\n" * LONG

    assert not long_without_reason(lines)
    assert long_without_reason(f"{lines}x = 1\n")
    assert long_without_reason(f"# Long, because it is.\n{lines}")
    assert not long_without_reason(f'"""What it is.\n\nLong, because it is.\n"""\n{lines}')
