#!/usr/bin/env python3
"""compare.py EXPECTED.json ACTUAL.json [--ask]

Prints a score per field and every difference. Exit 0: nothing hard differs; 1: something does; 2: bad input.
--ask also makes unasked must_ask items hard. Standard library only. The rules are in README.md.
"""
import difflib
import json
import re
import sys
import unicodedata
from pathlib import Path
from collections import OrderedDict

CJK = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
PREFIX = re.compile(r"^(?:(?:主旨|专题|特邀|主题|大会|邀请)?报告[一二三四五六七八九十\d]*|圆桌(?:论坛|对话|讨论)?|(?:平行)?分?论坛[一二三四五六七八九十A-Za-z\d]+"
                    r"|分会场[一二三四五六七八九十\d]+|Keynote ?\d*|Panel|Session [A-Z\d]+)[:：\s]+", re.I)
HONOR = {"prof", "dr", "prof.", "dr.", "mr", "ms", "mr.", "ms."}
NUM = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5"}

def fold(s):
    """NFKC, white space folded (none beside a CJK character)."""
    s = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", str(s or "").replace("\u200b", ""))).strip()
    s = s.replace("“", '"').replace("”", '"').replace("–", "-").replace("—", "-").replace("－", "-")
    s = re.sub(r" (?=" + CJK + ")", "", s)
    s = re.sub(r"(" + CJK + r") ", r"\1", s)
    return re.sub(r" ?([:;,/、()+-]) ?", r"\1", s)

def forms(s):
    """The ways a title may be written and still count as the same."""
    s = fold(s)
    out = {s}
    for _ in range(2):
        for t in list(out):
            out.add(re.sub(r"^《(.*)》$", r"\1", t))
            out.add(re.sub(r'^"([^"]*)"$', r"\1", t))
            m = re.sub(PREFIX, "", t)
            m = m or t
            out.add(m)
            out.add(re.sub(r"\([^()]*\)$", "", m) or m)
            out.add(re.sub(r"\([^()]*\)$", "", t) or t)
    return {x.casefold() for x in out if x}

def title_eq(a, b):
    return bool(a) == bool(b) and (not a or bool(forms(a) & forms(b)))

def name_key(s):
    s = fold(s)
    return s if not re.search(CJK, s) else s.replace(" ", "")

def job_key(*parts):
    return re.sub(r"[\s,、;；/·.()]", "", fold("".join(p or "" for p in parts))).casefold()

def room_set(s):
    if not s:
        return frozenset()
    return frozenset(re.sub(r"\([^()]*\)$", "", p).strip().casefold() for p in re.split(r"\s*[+&;；、/]\s*|\+", fold(s)) if p.strip())

def room_eq(exp, act):
    return any(room_set(x) == room_set(y) for x in (exp or "").split("|") for y in (act or "").split("|"))

def day_eq(exp, act):
    if exp and exp.startswith("--"):
        return bool(act) and str(act).endswith(exp[2:])
    return exp == act

def time_eq(a, b):
    def k(x):
        m = re.match(r"^(\d{1,2}):(\d\d)(?::00)?$", str(x)) if x else None
        return (int(m[1]), int(m[2])) if m else x
    return k(a) == k(b)

def titles(s):
    return [t for t in (s.get("title_zh"), s.get("title_en")) if t]

def names(s, role=None):
    return {name_key(p.get("name")) for p in s.get("people") or [] if role is None or p.get("role") == role}

class Report:
    def __init__(self):
        self.ok, self.all = OrderedDict(), OrderedDict()
        self.hard, self.soft = [], []
    def check(self, field, good, where, exp, act, soft=False):
        if soft:
            if not good:
                self.soft.append(f"  ~ {field:<10} {where}: suggested {exp!r}, got {act!r}")
            return
        self.all[field] = self.all.get(field, 0) + 1
        self.ok[field] = self.ok.get(field, 0) + bool(good)
        if not good:
            self.hard.append(f"  x {field:<10} {where}: expected {exp!r}, got {act!r}")

def align(E, A):
    cand = []
    for i, e in enumerate(E):
        for j, a in enumerate(A):
            te = any(title_eq(x, y) for x in titles(e) for y in titles(a))
            ra = max([difflib.SequenceMatcher(None, fold(x), fold(y)).ratio() for x in titles(e) for y in titles(a)] or [0])
            st = bool(e["start"]) and time_eq(e["start"], a.get("start")) and day_eq(e["day"], a.get("day"))
            rm = bool(e["room"]) and room_eq(e["room"], a.get("room"))
            kd = e["kind"] == a.get("kind")
            pp = bool(names(e) & names(a))
            if not (te or ra > .6 or (st and (rm or kd or pp)) or (not titles(e) and pp and kd)):
                continue
            w = 6 * te + 3 * ra + 2 * st + day_eq(e["day"], a.get("day")) + rm + .5 * kd + pp + title_eq(e["parent"], a.get("parent"))
            cand.append((w, -abs(i - j), i, j))
    m, used = {}, set()
    for w, d, i, j in sorted(cand, reverse=True):
        if i not in m and j not in used:
            m[i] = j
            used.add(j)
    return m

def people(R, e, a, where, sec_chairs, need):
    soft_all = "people" in e.get("unsure", ())
    left = [p for p in a.get("people") or []]
    for x in e["people"]:
        if x.get("via_section"):        # checked once per section, wherever the importer keeps the chair
            continue
        uns = x.get("unsure", ())
        hit = next((p for p in left if name_key(p.get("name")) == name_key(x["name"]) and p.get("role") == x["role"]), None)
        hit = hit or next((p for p in left if name_key(p.get("name")) == name_key(x["name"])), None)
        R.check("people", hit is not None, where, x["name"], sorted(names(a)), soft_all)
        if hit is None:
            continue
        left.remove(hit)
        R.check("role", hit.get("role") == x["role"], f"{where} / {x['name']}", x["role"], hit.get("role"), soft_all or "role" in uns)
        job(R, x, hit, f"{where} / {x['name']}", soft_all or "organization" in uns)
        if x.get("name_en"):
            R.check("name_en", name_key(hit.get("name_en")) == name_key(x["name_en"]), f"{where} / {x['name']}", x["name_en"], hit.get("name_en"), soft_all)
    for p in left:
        n = name_key(p.get("name"))
        R.check("people", n in sec_chairs and p.get("role") == "chair", where, "(nobody more)", f"{p.get('name')} ({p.get('role')})", soft_all)

def job(R, x, hit, where, soft=False):
    title = "" if all(w in HONOR for w in (x.get("title") or "").casefold().split()) else x.get("title") or ""
    if not (x.get("organization") or title):
        return
    ak = hit.get("title") or ""
    if not title and all(w in HONOR for w in ak.casefold().split()):
        ak = ""
    want, got = job_key(x.get("organization"), title), job_key(hit.get("organization"), ak)
    full = job_key(x.get("organization"), x.get("title"))
    R.check("unit+title", got in (want, full), where, f"{x.get('organization')} {x.get('title')}".strip(),
            f"{hit.get('organization')} {hit.get('title')}".strip(), soft)
    if got in (want, full) and job_key(x.get("organization")) != job_key(hit.get("organization")):
        R.soft.append(f"  ~ unit/title {where}: suggested split {x.get('organization')!r} | {x.get('title')!r}, got {hit.get('organization')!r} | {hit.get('title')!r}")

def sessions(R, X, Y):
    E, A = X["sessions"], Y.get("sessions") or []
    A = sorted(A, key=lambda s: s.get("order") or 0)
    m = align(E, A)
    secs = X.get("sections") or []
    sec_chairs = {name_key(c["name"]) for s in secs for c in s["chairs"]}
    sec_titles = [s["title"] for s in secs]
    for i, e in enumerate(E):
        where = f"#{e['order']} {e['title_zh'] or e['title_en'] or e['kind']}"
        R.check("session", i in m, where, "present", "missing" if i not in m else "present")
        if i not in m:
            continue
        a, uns = A[m[i]], e.get("unsure", ())
        R.check("day", day_eq(e["day"], a.get("day")), where, e["day"], a.get("day"), "day" in uns)
        for f in ("start", "end"):
            R.check(f, time_eq(e[f], a.get(f)), where, e[f], a.get(f), f in uns)
        R.check("kind", e["kind"] == a.get("kind"), where, e["kind"], a.get("kind"), "kind" in uns)
        for f in ("title_zh", "title_en"):
            R.check(f, title_eq(e[f], a.get(f)), where, e[f], a.get(f), f in uns)
        R.check("room", room_eq(e["room"], a.get("room")), where, e["room"], a.get("room"), "room" in uns)
        par = a.get("parent")
        R.check("parent", title_eq(e["parent"], par) or (not e["parent"] and any(title_eq(t, par) for t in sec_titles)), where, e["parent"], par, "parent" in uns)
        R.check("cancelled", bool(e["cancelled"]) == bool(a.get("cancelled")), where, bool(e["cancelled"]), bool(a.get("cancelled")), "cancelled" in uns)
        people(R, e, a, where, sec_chairs, e["order"])
    for s in secs:
        own = {name_key(p.get("name")) for a in A if any(title_eq(s["title"], t) for t in titles(a)) for p in a.get("people") or [] if p.get("role") == "chair"}
        for c in s["chairs"]:
            n = name_key(c["name"])
            cov = [i for i, e in enumerate(E) if e["order"] in s["covers"] and i in m]
            good = n in own or (cov and all(n in names(A[m[i]], "chair") for i in cov))
            R.check("chair", good, f"section {s['title']}", c["name"] + " on the section or on each of its items", "missing")
    opt = list(X.get("optional_sessions") or []) + sec_titles
    for j, a in enumerate(A):
        if j in m.values() or any(title_eq(o, t) for o in opt for t in titles(a)):
            continue
        R.check("session", False, f"extra #{a.get('order')}", "no such item", " ".join(titles(a)) or a.get("kind"))
    # order: inside one day and one parent, parallel items (same start, other room) may swap
    groups = OrderedDict()
    for i, e in enumerate(E):
        if i in m:
            groups.setdefault((e["day"], e["parent"]), []).append(i)
    for g in groups.values():
        rank, prev = {}, None
        for i in g:
            e = E[i]
            tie = prev is not None and e["start"] and E[prev]["start"] == e["start"]
            rank[i] = rank[prev] if tie else len(rank)
            prev = i
        seq = sorted(g, key=lambda i: m[i])
        best = [1] * len(seq)
        for x in range(len(seq)):
            for y in range(x):
                if rank[seq[y]] <= rank[seq[x]]:
                    best[x] = max(best[x], best[y] + 1)
        bad = len(seq) - max(best)
        for k in range(len(seq)):
            R.all["order"] = R.all.get("order", 0) + 1
            R.ok["order"] = R.ok.get("order", 0) + (k >= bad)
        if bad:
            R.hard.append(f"  x order      {bad} item(s) out of order: " + " | ".join(E[i]["title_zh"] or E[i]["title_en"] or "?" for i in seq))
    return E, A, m

def phone(s):
    s = unicodedata.normalize("NFKC", str(s or ""))
    return ("+" if s.strip().startswith("+") else "") + re.sub(r"\D", "", s) if not re.search(r"[eE.]", s) else s

def group_no(s):
    s = fold(s)
    d = [NUM.get(c, c) for c in s if c in NUM or c.isdigit()]
    return d[0] if d else s

def guests(R, X, Y):
    E, A = X["people"], list(Y.get("people") or [])
    if not E:
        return
    rest = list(A)
    for e in sorted(E, key=lambda p: "exists" in p.get("unsure", ())):
        uns = e.get("unsure", ())
        def sc(p):
            if name_key(p.get("name")) != name_key(e["name"]):
                return -1
            return (2 * (job_key(p.get("organization")) == job_key(e["organization"]))
                    + 3 * (bool(e["phone"]) and phone(p.get("phone")) == phone(e["phone"])) + (bool(e["row"]) and p.get("row") == e["row"]))
        hit = max(rest, key=sc, default=None)
        if hit is not None and sc(hit) < (2 if sum(name_key(x["name"]) == name_key(e["name"]) for x in E) > 1 else 0):
            hit = None
        where = f"row {e['row']} {e['name']} {e['organization']}"
        R.check("person", hit is not None, where, "present", "missing", "exists" in uns)
        if hit is None:
            continue
        rest.remove(hit)
        job(R, e, hit, where, "organization" in uns or "exists" in uns)
        for f in ("gender", "phone", "sub_forum", "gives_talk", "talk_title"):
            x, y = e[f], hit.get(f)
            if f == "phone":
                good = phone(x) == phone(y) and not isinstance(y, (int, float))
            elif f == "sub_forum":
                good = (x is None and not y) or (bool(x) and bool(y) and group_no(x) == group_no(y))
            elif f == "talk_title":
                good = title_eq(x, y)
            elif f == "gender":
                good = (x or None) == ({"M": "男", "F": "女", "male": "男", "female": "女", "m": "男", "f": "女"}.get(y, y) or None)
            else:
                good = x == y
            R.check(f, good, where, x, y, f in uns or "exists" in uns)
    for p in rest:
        R.check("person", False, "extra", "no such person", f"{p.get('name')} {p.get('organization')}")

def nots(R, X, E, A, m):
    every = [p for a in A for p in a.get("people") or []]
    for n in X["must_not"]:
        c = n["check"]
        hit = None
        if "session_title" in c:
            w = fold(c["session_title"])
            hit = next((t for a in A for t in titles(a) if fold(t) == w), None)
        elif "person" in c:
            hit = next((p.get("name") for p in every if fold(p.get("name")) == fold(c["person"])), None)
        elif "once" in c:
            k = sum(any(title_eq(c["once"], t) for t in titles(a)) for a in A)
            hit = f"{k} times" if k > 1 else None
        elif "value" in c:
            o, f, v = c["value"]
            i = next((i for i, e in enumerate(E) if e["order"] == o), None)
            if i in m and str(A[m[i]].get(f)) == v:
                hit = f"{f}={v}"
        if c:
            R.check("must_not", hit is None, n["text"], "not so", hit)

def asks(R, X, Y, E, A, m, strict):
    back = {A[j].get("order"): E[i]["order"] for i, j in m.items()}
    mine = [q for q in Y.get("must_ask") or [] if isinstance(q, dict)]
    n = 0
    for q in X["must_ask"]:
        good = False
        for p in mine:
            s = {back.get(o) for o in p.get("sessions") or []}
            if q["sessions"]:
                good = bool(set(q["sessions"]) & s) and (not q["fields"] or not p.get("fields") or bool(set(q["fields"]) & set(p["fields"])))
            elif q["rows"]:
                good = bool(set(q["rows"]) & set(p.get("rows") or []))
            else:
                good = bool(set(q["fields"]) & set(p.get("fields") or []))
            if good:
                break
        n += good
        if strict:
            R.check("must_ask", good, q["text"], "asked", "not asked")
        elif not good:
            R.soft.append(f"  ? must_ask   not asked: {q['text']}")
    if X["must_ask"] and not strict:
        print(f"  {'must_ask':<11}{n:>4} /{len(X['must_ask']):>4}   (reported only; --ask makes it hard)")

def main(argv):
    args = [a for a in argv if not a.startswith("--")]
    if len(args) != 2:
        print(__doc__)
        return 2
    try:
        X, Y = (json.loads(Path(a).read_text("utf-8")) for a in args)
    except (OSError, ValueError) as err:
        print("cannot read:", err)
        return 2
    for p in X["people"]:
        p.setdefault("row", None)
    every = [p for p in Y.get("people") or []]
    R = Report()
    print(f"{X['file']}")
    E, A, m = sessions(R, X, Y)
    want, got = X["days"], Y.get("days") or sorted({a.get("day") for a in A if a.get("day")})
    R.check("days", len(want) == len(got) and all(any(day_eq(d, g) for g in got) for d in want), "list", want, got)
    rs = {r for x in X["rooms"] for r in room_set(x.split("|")[0])}
    ra = {r for y in Y.get("rooms") or [] for z in y.split("|") for r in room_set(z)}
    if not all(any(room_set(alt) <= ra for alt in x.split("|")) for x in X["rooms"]):
        R.soft.append(f"  ~ rooms      list: suggested {sorted(rs)}, got {sorted(ra)}")
    guests(R, X, Y)
    if X["people"]:
        A = A + [{"people": every}]
    nots(R, X, E, A, m)
    asks(R, X, Y, E, A, m, "--ask" in argv)
    for f in R.all:
        print(f"  {f:<11}{R.ok[f]:>4} /{R.all[f]:>4}")
    tot, ok = sum(R.all.values()), sum(R.ok.values())
    print(f"  {'TOTAL':<11}{ok:>4} /{tot:>4}   {100 * ok / max(tot, 1):.1f}%")
    if R.hard:
        print("hard differences:")
        print("\n".join(R.hard))
    if R.soft:
        print("soft (not counted):")
        print("\n".join(R.soft))
    return 1 if R.hard else 0

if __name__ == "__main__":
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        code = 1
        sys.stdout = None
    sys.exit(code)
