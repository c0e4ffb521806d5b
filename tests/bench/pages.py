"""Public pages by the real server, side by side with what this machine can do at best.

A scratch site with conferences of 26 and of 600 sessions is served by `manage.py serve` with two
workers; beside it, by the same server, a bare Django site that answers "hello", or the same bytes
with the same headers from memory. Rounds are interleaved and ratios taken pair by pair, so that a
machine that is busy with other things slows both. What decides is the better of two ratios, of
requests a second and of the servers' CPU time a request, because strangers disturb the first more.

`python -m tests.bench pages [--quick]`; docs/performance.md keeps a run.
"""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench.loads import (
    BROWSER,
    CLIENTS,
    HOUSE,
    Server,
    end,
    fetch,
    free_port,
    memory,
    own_load,
    run,
    wait_for,
    wrk,
)

WORKERS = 2
LEAST_HIT = LEAST_304 = 0.85
LEAST_NGINX = 0.9
MOST_MISS = 5.0  # times the plain template over the same rows
MOST_QUERIES = 3
MOST_MEMORY = 90  # MB resident, a worker
MOST_WIRE = 200_000  # bytes of the schedule of 600 sessions
PUBLISH_SHOWS = 10.0  # seconds


def main(*options):
    if not Path("/proc/self/smaps_rollup").exists():
        print("Skipped: CPU time and memory are read from /proc, which this system lacks.")
        return []
    quick = "--quick" in options
    rounds, seconds = (1, 0.5) if quick else (5, 1.0)
    load = wrk if shutil.which("wrk") else own_load
    print(
        f"{os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}; {WORKERS} workers; "
        f"{CLIENTS} clients by {'wrk' if load is wrk else 'our own threads'}, "
        f"{rounds} rounds of {seconds} s"
    )
    with tempfile.TemporaryDirectory(prefix="lectern-bench-") as folder, ExitStack() as stack:
        return Bench(Path(folder), stack, load, rounds, seconds, quick).run()


class Bench:
    def __init__(self, folder, stack, load, rounds, seconds, quick):
        self.folder, self.stack, self.load = folder, stack, load
        self.rounds, self.seconds, self.quick = rounds, seconds, quick
        self.broken = []

    def run(self):
        data = self.folder / "data"
        data.mkdir()
        environment = os.environ | {
            "DATA_DIR": str(data),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DEMO": "0",
            "TASK_WORKERS": "0",
            "WORKERS": str(WORKERS),
            "PORT": str(free_port()),
        }
        environment.pop("DATABASE_URL", None)
        self.environment = environment
        costs = json.loads(run(environment, "-m", "tests.bench.pages", "costs", str(self.quick)))
        self.report_costs(costs)
        self.paths = costs["paths"]
        started = time.monotonic()
        self.site = self.serve(environment, "manage.py", "serve")
        print(f"start to the first answer: {time.monotonic() - started:.1f} s")
        self.save_bodies()
        self.bare = self.serve(
            environment
            | {
                "PORT": str(free_port()),
                "DJANGO_SETTINGS_MODULE": "tests.bench._bare_settings",
                "BENCH_BODIES": str(self.folder / "bodies"),
            },
            *("-m", "gunicorn", "--config", "python:config.serving.server", "tests.bench._bare"),
        )
        self.measure_hits()
        self.measure_nginx()
        self.measure_memory()
        return self.broken

    # --- Inside one process ---

    def report_costs(self, costs):
        print("\nA miss, CPU ms in one process (times the plain template over the same rows)")
        for row in costs["rows"]:
            print(
                f"{row['name']:>16} drawn {row['draw']:6.1f}  after a publish {row['cold']:6.1f} "
                f"({row['cold'] / row['plain']:4.1f} x {row['plain']:.1f} ms)  "
                f"queries {row['queries']} / hit {row['hit_queries']}  "
                f"{row['bytes'] / 1000:.0f} kB, gzip {row['gzip'] / 1000:.1f}, "
                f"br {row['br'] / 1000:.1f}"
            )
            name = row["name"]
            if row["queries"] > MOST_QUERIES or row["hit_queries"]:
                self.broken.append(f"{name} asks {row['queries']} queries, a hit 0 and a miss 3")
            if name == "schedule 600" and row["draw"] > MOST_MISS * row["plain"]:
                times = row["draw"] / row["plain"]
                self.broken.append(f"drawing {name} costs {times:.1f} plain templates, 5 allowed")
            if name == "schedule 600" and row["br"] > MOST_WIRE:
                self.broken.append(f"{name} is {row['br']} bytes on the wire, {MOST_WIRE} allowed")

    # --- Against the bare site ---

    def save_bodies(self):
        folder = self.folder / "bodies"
        folder.mkdir()
        self.tags = {}
        targets = [(name, path, BROWSER) for name, path in self.paths.items()]
        targets.append(("schedule 600 plain", self.paths["schedule 600"], "identity"))
        self.targets = targets
        for name, path, accepted in targets:
            for _ in range(6):  # both workers have drawn it
                status, headers, body = fetch(self.site.port, path, accepted)
            if status != 200:
                raise SystemExit(f"{path} answered {status}.")
            kept = {k: v for k, v in headers.items() if k not in ("Server", "Date", "Connection")}
            stem = name.replace(" ", "-")
            (folder / f"{stem}.json").write_text(json.dumps(kept))
            (folder / f"{stem}.body").write_bytes(body)
            self.tags[name] = headers["ETag"]
            if fetch(self.site.port, path, accepted, tag=headers["ETag"])[0] != 304:
                raise SystemExit(f"{path} does not answer 304 to its own tag.")

    def measure_hits(self):
        print("\nrequests a second: Lectern / bare Django = ratio (of CPU time)")
        hits = {name: [] for name, _path, _accepted in self.targets}
        unchanged = {name: [] for name in hits}
        for _ in range(self.rounds):
            for name, path, accepted in self.targets:
                header = {"Accept-Encoding": accepted}
                ready = f"/ready/{name.replace(' ', '-')}/"
                hits[name].append(
                    (self.hit(self.site, path, header), self.hit(self.bare, ready, header))
                )
                header["If-None-Match"] = self.tags[name]
                unchanged[name].append(
                    (self.hit(self.site, path, header), self.hit(self.bare, "/hello/", header))
                )
        for kind, found, least in (
            ("hit", hits, LEAST_HIT),
            ("304", unchanged, LEAST_304),
        ):
            for name, pairs in found.items():
                self.report_pairs(kind, name, pairs, least)

    def report_pairs(self, kind, name, pairs, least):
        ours, theirs = (statistics.median(p[i][0] for p in pairs) for i in (0, 1))
        ratio = statistics.median(a[0] / b[0] for a, b in pairs)
        # Strangers can only add to the time: of each side the round with the least counts.
        ours_cpu, theirs_cpu = (min(p[i][1] for p in pairs) for i in (0, 1))
        by_cpu = theirs_cpu / ours_cpu if ours_cpu else 0.0
        cpu = f" ({by_cpu:.2f}; {ours_cpu * 1e3:.2f} ms)" * bool(ours_cpu)
        print(f"{kind:>5} {name:<19} {ours:7,.0f} / {theirs:7,.0f} = {ratio:.2f}{cpu}")
        if max(ratio, by_cpu) < least:
            self.broken.append(f"{kind} {name} reaches {max(ratio, by_cpu):.2f}, not {least}")

    def hit(self, server, path, headers):
        """(requests a second, CPU seconds a request)."""
        before = server.cpu()
        count, seconds = self.load(server.port, path, headers, self.seconds)
        return count / seconds, (server.cpu() - before) / count

    # --- Behind nginx ---

    def measure_nginx(self):
        if not shutil.which("nginx"):
            print("\nnginx: not installed, so not measured")
            return
        self.files, self.cache = self.start_nginx()
        print("\nrequests a second: nginx caching Lectern / nginx serving the file = ratio")
        for name in ("schedule 26", "schedule 600"):
            path, header = self.paths[name], {"Accept-Encoding": BROWSER}
            kept, plain = fetch(self.cache, path, BROWSER), fetch(self.files, f"/{name[9:]}")
            if kept[2] != plain[2]:
                sizes = f"{kept[0]}, {len(kept[2])} and {plain[0]}, {len(plain[2])} bytes"
                self.broken.append(f"nginx gives another {name} than Lectern: {sizes}")
                continue
            pairs = []
            for _ in range(self.rounds):
                rates = []
                for port, asked in ((self.cache, path), (self.files, f"/{name[9:]}")):
                    count, seconds = self.load(port, asked, header, self.seconds)
                    rates.append((count / seconds, 0))
                pairs.append(rates)
            self.report_pairs("nginx", name, pairs, LEAST_NGINX)
        if not self.quick:
            self.measure_publish()

    def start_nginx(self):
        """(port of the plain files, port of the cache as docs/deploy.md has it)."""
        folder, files, cache = self.folder / "nginx", free_port(), free_port()
        (folder / "files").mkdir(parents=True)
        for name in ("26", "600"):
            body = self.folder / "bodies" / f"schedule-{name}.body"
            shutil.copy(body, folder / "files" / name)
        documented = (HOUSE / "docs/deploy.md").read_text()
        (conf,) = re.findall(r"```nginx\n(proxy_cache_path.*?)```", documented, re.DOTALL)
        for written, here in (
            (r"listen 443 ssl;", f"listen 127.0.0.1:{cache};"),
            (r" *(?:ssl_|listen \[).*\n", ""),
            (r"/var/cache/nginx/lectern", str(folder / "cache")),
            (r"127\.0\.0\.1:8000", f"127.0.0.1:{self.site.port}"),
        ):
            conf = re.sub(written, here, conf)
        # Started by root, its workers would be nobody, who may not look into our scratch folder.
        user = "user root;\n" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(
            f"{user}daemon off; worker_processes {WORKERS}; pid {folder}/pid;\n"
            f"error_log {folder}/log;\n"
            f"events {{ worker_connections 512; }}\nhttp {{ access_log off; sendfile on;\n"
            + "".join(
                f"{kind}_temp_path {folder}/{kind};\n"
                for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
            )
            + f"server {{ listen 127.0.0.1:{files}; root {folder}/files; }}\n{conf}\n}}\n"
        )
        process = subprocess.Popen(
            ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", f"{folder}/log"],
            stderr=subprocess.DEVNULL,
        )
        self.stack.callback(end, process)
        wait_for(files, "/26", process)
        return files, cache

    def measure_publish(self):
        """How long after `publish` a reader behind nginx sees it."""
        path = self.paths["schedule 600"]
        before = fetch(self.cache, path, BROWSER)[1]["ETag"]
        run(self.environment, "-m", "tests.bench.pages", "change")
        published = float(run(self.environment, "-m", "tests.bench.pages", "publish"))
        while fetch(self.cache, path, BROWSER)[1]["ETag"] == before:
            if time.time() - published > 30:
                break
            time.sleep(0.1)
        took = time.time() - published
        print(f"a publish shows behind nginx after {took:.1f} s")
        if took > PUBLISH_SHOWS:
            self.broken.append(f"a publish shows after {took:.0f} s, {PUBLISH_SHOWS:.0f} allowed")

    # --- Memory ---

    def measure_memory(self):
        """After all this, and every page of the large conference once in both languages."""
        for path in self.paths.values():
            for language in ("en", "zh-hans"):
                fetch(self.site.port, path.replace("/en/", f"/{language}/"), BROWSER)
        _status, _headers, body = fetch(self.site.port, self.paths["speakers"], "identity")
        linked = sorted(set(re.findall(rb'href="(/en/conferences/large/[^"?#]*)"', body)))
        for path in linked[: 100 if self.quick else 600]:
            fetch(self.site.port, path.decode(), BROWSER)
        bare = [memory(pid) for pid in self.bare.workers()]
        print(f"\nmemory of a bare worker: {max(rss for rss, _pss in bare):.0f} MB resident")
        for rss, pss in map(memory, self.site.workers()):
            print(f"memory of a worker after use: {rss:.0f} MB resident, {pss:.0f} MB its share")
            if rss > MOST_MEMORY:
                self.broken.append(f"a worker takes {rss:.0f} MB, {MOST_MEMORY} allowed")

    def serve(self, environment, *command):
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=HOUSE,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.stack.callback(end, process)
        server = Server(process.pid, int(environment["PORT"]))
        wait_for(server.port, "/health/live", process)
        return server


# --- In a process of its own ----------------------------------------------------------------


@contextmanager
def counted():
    """The statements of this process's connection, in a list."""
    from django.db import connection

    found = []

    def note(execute, sql, *rest):
        found.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield found


def costs(quick):
    """Fill the site, then draw each page: CPU ms, queries, bytes. Prints JSON."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from conference import page_cache, stamps
    from conference.program.release import published
    from config.management.commands.serve import collect_static_files, prepare_database

    prepare_database()
    collect_static_files()
    for slug, sessions, speakers in (("small", 26, 24), ("large", 600, 500)):
        call_command(
            "bench_data",
            *("--slug", slug, "--sessions", str(sessions)),
            *("--speakers", str(speakers), "--attendees", "0"),
            stdout=sys.stderr,
        )
    stamps.forget()
    large = "/en/conferences/large/"
    program = published.published_program("large")
    paths = {
        "schedule 26": "/en/conferences/small/schedule/",
        "schedule 600": f"{large}schedule/",
        "session": f"{large}sessions/{program.sessions[5].code}/",
        "speakers": f"{large}speakers/",
        "ics": f"{large}schedule.ics",
        "xml": f"{large}schedule.xml",
        "json": f"{large}schedule.json",
    }
    client = Client(HTTP_HOST="127.0.0.1", HTTP_ACCEPT_ENCODING=BROWSER)
    rows = []
    for name, path in paths.items():
        page_cache.store.clear(), stamps.forget(), published.forget_programs()
        with counted() as queries:
            client.get(path)
        with counted() as hit_queries:
            client.get(path)
        sizes = {
            encoding: len(client.get(path, headers={"accept-encoding": encoding}).content)
            for encoding in ("identity", "gzip", "br")
        }
        plain_rows = rows_of(published.published_program(path.split("/")[3]))
        drawn, cold, plain = [], [], []
        for _ in range(2 if quick else 5):
            page_cache.store.clear()
            drawn.append(cpu_ms(lambda path=path: client.get(path)))
            page_cache.store.clear(), stamps.forget(), published.forget_programs()
            cold.append(cpu_ms(lambda path=path: client.get(path)))
            plain.append(cpu_ms(lambda rows=plain_rows: plain_loop(rows)))
        rows.append(
            {
                "name": name,
                "draw": statistics.median(drawn),
                "cold": statistics.median(cold),
                "plain": statistics.median(plain),
                "queries": len(queries),
                "hit_queries": len(hit_queries),
                "bytes": sizes["identity"],
                "gzip": sizes["gzip"],
                "br": sizes["br"],
            }
        )
    print(json.dumps({"rows": rows, "paths": paths}))


def cpu_ms(act):
    began = time.process_time()
    act()
    return (time.process_time() - began) * 1000


def rows_of(program):
    """What the plain template draws: one dictionary a session."""
    return [
        {
            "code": session.code,
            "title": str(session.title),
            "room": str(session.room.name) if session.room else "",
            "starts": session.starts_at,
            "ends": session.ends_at,
            "people": [str(role.person.name) for role in session.roles],
        }
        for session in program.every_session()
    ]


def plain_loop(rows):
    from django.template import Context, Engine

    from tests.bench._bare import TEMPLATE

    return Engine().from_string(TEMPLATE).render(Context({"rows": rows}))


def change():
    """Rename a session in the draft."""
    import django

    django.setup()
    from conference.program.models import Session

    session = Session.objects.filter(conference__slug="large").first()
    Session.objects.filter(pk=session.pk).update(title_en=f"Renamed at {time.time()}")


def publish():
    """Publish, as `manage.py publish` does; prints the moment at which it was done."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("publish", "large", stdout=sys.stderr)
    print(time.time())


if __name__ == "__main__":
    {"costs": costs, "change": change, "publish": publish}[sys.argv[1]](
        *(value == "True" for value in sys.argv[2:])
    )
