"""The JavaScript of a page: an ES module and all that it imports, each named in the page, so that
no module waits until another one has come, and a device that keeps the page knows what it needs.
"""

import re
from functools import cache

from django.conf import settings

# What Django's storage puts hashed names into (support_js_module_import_aggregation).
IMPORT = re.compile(r"""^(?:import|export)\b[^;"'()]*["'](\.{1,2}/[^"']+\.js)["']""", re.M)


@cache
def imports_of(name) -> tuple[str, ...]:
    """The names below static/ of what the module `name` imports, directly or through others; each
    once. Read once a process.
    """
    root = settings.BASE_DIR / "static"
    found, left = {}, [name]
    while left:
        module = root / left.pop(0)
        for path in IMPORT.findall(module.read_text("utf-8")):
            imported = (module.parent / path).resolve().relative_to(root).as_posix()
            if imported not in found:
                found[imported] = None
                left.append(imported)
    return tuple(found)
