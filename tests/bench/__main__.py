"""`make bench`, or `python -m tests.bench [NAME ...] [--quick]`: every module here with a `main()`.

Each prints its figures and returns the sentences of the limits it found broken. With `--quick`
(`make bench ARGS=--quick`) a module that can takes fewer and shorter rounds;
with `--real` a simulated morning takes as long as a real one, with `--browsers` some of its
stations are real pages.
"""

import importlib
import pkgutil
import sys

import tests.bench


def main(arguments):
    names = [name for name in arguments if not name.startswith("--")]
    options = [option for option in arguments if option.startswith("--")]
    if set(options) - {"--quick", "--real", "--browsers"}:
        print("The options are --quick, --real and --browsers.")
        return 2
    known = [m.name for m in pkgutil.iter_modules(tests.bench.__path__) if m.name[0] != "_"]
    if unknown := set(names) - set(known):
        print(f"There is no bench {', '.join(unknown)}. There is: {', '.join(known)}.")
        return 2
    broken = []
    for name in names or known:
        module = importlib.import_module(f"tests.bench.{name}")
        if hasattr(module, "main"):
            print(f"--- {name} ---", flush=True)
            broken += module.main(*options) or []
    for sentence in broken:
        print(f"OVER THE LIMIT: {sentence}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
