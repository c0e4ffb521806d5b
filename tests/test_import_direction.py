"""Who may import whom (docs/layout.md), kept true by reading every import of our source.

Absolute, relative and in-function imports count alike, as do those for type checkers and the
constant ones of import_module.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Each part of the house and what it may see besides itself. A part is the longest name here
# that a module's dotted name begins with.
CONFERENCE = {"conference"}
WORK = CONFERENCE | {"conference.work"}
LETTERS = WORK | {"conference.letters"}
PEOPLE = CONFERENCE | {"conference.people"}
NEWS = CONFERENCE | {"conference.news"}

# The program's rooms, in their order; what lies beside them (its addresses) sees them all.
MODELS = PEOPLE | {"conference.program.models"}
DRAFT = MODELS | {"conference.program.draft"}
RELEASE = DRAFT | {"conference.program.release"}
PUBLIC = RELEASE | {f"conference.program.{room}" for room in ("feeds", "sharing", "public")}
ROOMS = PUBLIC | {
    f"conference.program.{room}"
    for room in ("screens", "embed", "importing", "office", "entering", "papers", "templatetags")
}
PROGRAM = ROOMS | WORK | {"conference.program", "conference.program.admin"}

ATTENDANCE = PROGRAM | LETTERS | {"conference.attendance"}
ALLIANCE = PEOPLE | NEWS | ATTENDANCE | {"alliance"}
WINGS = ("api", "serving", "public", "office", "demo", "backup", "carrying")
CONFIG = ALLIANCE | {f"config.{wing}" for wing in WINGS}
MAY_SEE = {
    "conference": CONFERENCE,
    "conference.work": WORK,
    "conference.letters": LETTERS,
    "conference.people": PEOPLE,
    "conference.program.models": MODELS,
    "conference.program.draft": DRAFT,
    "conference.program.release": RELEASE,
    "conference.program.feeds": RELEASE,
    "conference.program.sharing": RELEASE,
    "conference.program.screens": RELEASE,
    "conference.program.public": PUBLIC,
    "conference.program.embed": PUBLIC,
    "conference.program.importing": RELEASE,
    "conference.program.office": CONFERENCE
    | {f"conference.program.{room}" for room in ("models", "importing")},
    "conference.program.papers": RELEASE | WORK | {"conference.program.office"},
    "conference.program.entering": RELEASE
    | {"conference.program.importing", "conference.program.office"},
    "conference.program.templatetags": PUBLIC,
    "conference.program.admin": PROGRAM,
    "conference.program": PROGRAM,
    "conference.attendance": ATTENDANCE,
    "conference.news": NEWS,
    "alliance": ALLIANCE,
    "config.serving": ALLIANCE,
    "config.api": ALLIANCE,
    "config.public": ALLIANCE | {"config.api"},
    "config.office": ALLIANCE | {"config.public", "config.carrying"},
    "config.demo": ALLIANCE,
    "config.backup": ALLIANCE,
    "config.carrying": ALLIANCE,
    "config": CONFIG | {"config"},
    "tests": CONFIG | {"config", "tests"},
    "manage": set(),
}

# The upper end of each app: only these themselves, and config, may import them.
UPPER_END = {"admin", "management", "templatetags", "urls", "views"}


def part_of(module, parts=MAY_SEE):
    """The part a dotted name belongs to; None for other people's code."""
    found = [part for part in parts if module == part or module.startswith(f"{part}.")]
    return max(found, key=len, default=None)


def imports_of(source, module, is_package):
    """(line, dotted name) of everything `source` imports, relative names resolved.

    `from a import b` gives `a.b`: b may be a module, and if it is not, `a.b` still belongs to a.
    """
    base = module.split(".") if is_package else module.split(".")[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            above = base[: len(base) - node.level + 1] if node.level else []
            origin = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                yield node.lineno, f"{origin}.{alias.name}"
        elif (
            isinstance(node, ast.Call)
            and name_of(node.func) in ("import_module", "__import__")
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            yield node.lineno, str(node.args[0].value)


def name_of(function):
    return getattr(function, "attr", None) or getattr(function, "id", None)


def app_module(name):
    """The module's name inside its part: "models" of conference.people.models, "" for the part."""
    return name.removeprefix(part_of(name) or "").removeprefix(".").split(".")[0]


def is_of_tags(module):
    return "templatetags" in module.split(".")


def wrong_imports(source, module, is_package=False):
    """Sentences about the imports in `source` that go against the house's directions."""
    part = part_of(module)
    for line, imported in imports_of(source, module, is_package):
        target = part_of(imported)
        if target is None:
            continue
        if target not in MAY_SEE[part] | {part}:
            yield f"{module}:{line} imports {imported}: {part} must not see {target}"
        elif is_of_tags(imported) and not is_of_tags(module) and part != "tests":
            yield f"{module}:{line} imports {imported}: a tag library is for templates"
        elif (
            part.partition(".")[0] not in ("config", "tests")
            and target == part
            and app_module(imported) in UPPER_END
            and app_module(module) not in UPPER_END
        ):
            yield f"{module}:{line} imports {imported}: upward inside {part}"


def our_modules():
    for folder in ("conference", "alliance", "config", "tests"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            names = path.relative_to(ROOT).with_suffix("").parts
            is_package = names[-1] == "__init__"
            yield path, ".".join(names[:-1] if is_package else names), is_package
    yield ROOT / "manage.py", "manage", False


def circles(seen):
    """[modules that import each other, in a circle], from {module: those it imports}."""
    order, low, stack, found = {}, {}, [], []

    def visit(module):
        order[module] = low[module] = len(order)
        stack.append(module)
        for other in seen.get(module, ()):
            if other not in order:
                visit(other)
            if other in stack:
                low[module] = min(low[module], low[other])
        if low[module] == order[module]:
            circle = stack[stack.index(module) :]
            del stack[stack.index(module) :]
            if len(circle) > 1:
                found.append(sorted(circle))

    for module in seen:
        if module not in order:
            visit(module)
    return found


def test_no_two_files_import_each_other():
    """Also not inside functions, where a circle would only hide."""
    modules = {module: (path, is_package) for path, module, is_package in our_modules()}
    seen = {}
    for module, (path, is_package) in modules.items():
        seen[module] = set()
        for _line, name in imports_of(path.read_text("utf-8"), module, is_package):
            while name and name not in modules:
                name = name.rpartition(".")[0]
            seen[module] |= {name} - {"", module}

    assert circles(seen) == []


def test_the_check_sees_a_circle():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": set()}) == [["a", "b", "c"]]


def test_every_import_goes_downward():
    wrong = [
        sentence
        for path, module, is_package in our_modules()
        for sentence in wrong_imports(path.read_text("utf-8"), module, is_package)
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("conference.models", "from conference.people.models import Person"),
        ("conference.models", "from conference import people"),
        ("conference.models", "from .people import models"),
        ("conference.models", "def f():\n    import conference.news.models"),
        ("conference.models", "from importlib import import_module\nimport_module('alliance.x')"),
        ("conference.people.models", "from ..program import models"),
        ("conference.people.models", "from ..program.models import Session"),
        ("conference.program.rules", "from conference.attendance import checkin"),
        ("conference.program.draft.clashes", "from conference.program.release import diff"),
        ("conference.program.feeds.ical", "from conference.program.public.pages import schedule"),
        ("conference.program.importing.plan", "from conference.program.feeds import entries"),
        ("conference.program.public.pages", "from conference.program.public.views import home"),
        ("config.public.pages", "from config.office import overview"),
        ("conference.news.models", "from ..people.models import Person"),
        ("conference.attendance.models", "from alliance.models import Membership"),
        ("alliance.views", "from config import settings"),
        ("alliance.views", "if TYPE_CHECKING:\n    import config.public.pages"),
        ("config.public.pages", "from tests.factories import make_session"),
        ("conference.program.models", "from conference.program import views"),
        ("conference.program.release.publishing", "from .admin import SessionAdmin"),
        ("conference.permissions", "from conference.templatetags import lectern"),
        ("conference.program.public.pages", "from conference.templatetags.lectern import clock"),
        ("config.public.pages", "from conference.program.templatetags import program"),
    ],
)
def test_the_check_sees(module, source):
    assert len(list(wrong_imports(source, module))) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("conference.people.models", "from conference.bilingual import gaps"),
        ("conference.people.models", "from .. import bilingual"),
        ("conference.program.admin", "from .views import schedule"),
        ("conference.program.templatetags.x", "from conference.templatetags import lectern"),
        ("conference.attendance.checkin", "from conference.program.models import Session"),
        ("alliance.models", "from conference.people.models import Organization"),
        ("conference.models", "import configparser, testsuite, conferences"),
        ("config.urls", "from conference.program import views"),
        ("tests.test_home", "from config import pages"),
    ],
)
def test_the_check_lets_through(module, source):
    assert list(wrong_imports(source, module)) == []


def test_the_check_resolves_relative_imports_of_a_package():
    source = "from .models import Session\nfrom ..attendance import checkin"

    assert list(wrong_imports(source, "conference.program", is_package=True)) == [
        "conference.program:2 imports conference.attendance.checkin: "
        "conference.program must not see conference.attendance"
    ]
