"""What the meta tests ask: pure functions over source text, models, addresses and pages.

Each answers with a list of faults, one line each, empty where all is well; so each can be shown a planted
violation as easily as the project itself.
"""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from django.db import models
from django.urls import URLPattern, URLResolver

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "hoanhap"

MOST_TOLD = 60


def nothing(faults: Iterable[str]) -> None:
    """Fail with the faults themselves, one a line, if there are any."""
    found = list(faults)
    more = [f"… and {len(found) - MOST_TOLD} more"] if len(found) > MOST_TOLD else []
    assert not found, "\n" + "\n".join([*found[:MOST_TOLD], *more])


# ── the tree ────────────────────────────────────────────────────────────────────────────────────────────


def tracked(*endings: str) -> list[Path]:
    """The files of the project with one of these endings: those in git and those about to be."""
    said = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    paths = [ROOT / line for line in said.splitlines()]
    return [path for path in paths if path.is_file() and (not endings or path.suffix in endings)]


def modules() -> list[Path]:
    """The Python modules of the product, without migrations."""
    return [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]


def dotted(path: Path, source: Path = SOURCE) -> str:
    """The import name of a module."""
    parts = path.relative_to(source.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def layers(pyproject: str) -> dict[str, list[list[str]]]:
    """Container to its layers from the top, each a list of rooms that do not know each other."""
    contracts = tomllib.loads(pyproject)["tool"]["importlinter"]["contracts"]
    return {
        contract["containers"][0]: [[name.strip() for name in layer.split("|")] for layer in contract["layers"]]
        for contract in contracts
        if contract["type"] == "layers"
    }


def layer_faults(pyproject: str, packages: Mapping[str, Sequence[str]]) -> list[str]:
    """Contracts that are not exhaustive, rooms without a layer, and rooms in parentheses that are built."""
    contracts = tomllib.loads(pyproject)["tool"]["importlinter"]["contracts"]
    faults = [f"{contract['name']}: not exhaustive" for contract in contracts if not contract.get("exhaustive")]
    listed = layers(pyproject)
    for container, rooms in packages.items():
        known = {name for layer in listed.get(container, []) for name in layer}
        faults += [
            f"{container}.{room}: in no layer" for room in rooms if room not in known and f"({room})" not in known
        ]
        faults += [f"{container}.{room}: built, so no parentheses" for room in rooms if f"({room})" in known]
    return faults


def ranks(pyproject: str) -> dict[str, tuple[int, ...]]:
    """Every package that stands in a layer, and how far from the top: compare tuples inside one container."""
    found: dict[str, tuple[int, ...]] = {}
    listed = layers(pyproject)
    for container, rows in listed.items():
        for depth, row in enumerate(rows):
            for name in row:
                found[f"{container}.{name.strip('()')}"] = (depth,)
    return {name: (*found.get(name.rpartition(".")[0], ()), *depth) for name, depth in found.items()}


def room_of(module: str, known: Iterable[str]) -> str:
    """The innermost package in a layer that holds a module."""
    inside = [name for name in known if module == name or module.startswith(f"{name}.")]
    return max(inside, key=len, default="")


def points_up(source: str, target: str, rank: Mapping[str, tuple[int, ...]]) -> bool:
    """Whether something in module ``source`` that refers to module ``target`` refers upwards or sideways."""
    here, there = room_of(source, rank), room_of(target, rank)
    return here != there and rank[there] <= rank[here]


def relation_faults(found: Iterable[type[models.Model]], rank: Mapping[str, tuple[int, ...]]) -> list[str]:
    """Foreign keys and many-to-many relations that do not point down."""
    faults = []
    for model in found:
        if not model.__module__.startswith("hoanhap."):
            continue
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            target = field.related_model
            if not isinstance(target, type) or not target.__module__.startswith("hoanhap."):
                continue
            if points_up(model.__module__, target.__module__, rank):
                faults.append(f"{model._meta.label}.{field.name} points up to {target._meta.label}")
    return faults


ORDER_IN_APP = ("urls", "views", "forms", "actions", "selectors", "models", "rules", "choices")


def inside_faults(module: str, text: str) -> list[str]:
    """Imports inside one app that go against ``ORDER_IN_APP``."""
    package, _, name = module.rpartition(".")
    if name not in ORDER_IN_APP:
        return []
    faults = []
    for target in imported(text):
        room, _, other = target.rpartition(".")
        if room == package and other in ORDER_IN_APP and ORDER_IN_APP.index(other) < ORDER_IN_APP.index(name):
            faults.append(f"{module} imports {other}")
    return faults


# ── source text ─────────────────────────────────────────────────────────────────────────────────────────


def imported(text: str) -> set[str]:
    """Every module, and every name in a module, that a text imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


SHOWS = {"apps", "messages", "wording", "management"}
"""Parts of a pure package that say in words what the rest knows."""


def django_in_rules(name: str, text: str) -> list[str]:
    """Django where rules, law and kernel stand alone."""
    alone = name.startswith(("hoanhap.ground.kernel", "hoanhap.ground.law"))
    pure = name.endswith(".rules") or (alone and not SHOWS & set(name.split(".")))
    return [f"{name} imports {target}" for target in sorted(imported(text)) if pure and target.startswith("django")]


def chain_of(node: ast.expr) -> list[str]:
    """The names of a dotted expression with its calls: ``Place.objects.filter(x).first`` → four names."""
    if isinstance(node, ast.Attribute):
        return [*chain_of(node.value), node.attr]
    if isinstance(node, ast.Call):
        return chain_of(node.func)
    if isinstance(node, ast.Name):
        return [node.id]
    return [""]


def calls(text: str) -> Iterator[tuple[int, list[str], ast.Call]]:
    """Every call with its line and the names of what is called."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            yield node.lineno, chain_of(node.func), node


CLOCKS = ({"date", "today"}, {"datetime", "now"}, {"datetime", "today"}, {"datetime", "utcnow"})
DJANGO_CLOCKS = ("now", "localdate", "localtime")
PASSED_DOWN = ("rules", "models", "selectors", "choices")


def clock_faults(name: str, text: str) -> list[str]:
    """Clocks other than the kernel's, and the kernel's own where the day must be a parameter."""
    faults = []
    for line, names, _call in calls(text):
        own = {"date", "datetime"} & set(names[:-1])
        if own and {names[-1], own.pop()} in CLOCKS and not name.endswith("kernel.clock"):
            faults.append(f"{name}:{line} asks {'.'.join(names)}")
        if names[0] == "timezone" and names[-1] in DJANGO_CLOCKS:
            faults.append(f"{name}:{line} asks {'.'.join(names)}")
        if names[0] == "clock" and name.rpartition(".")[2] in PASSED_DOWN:
            faults.append(f"{name}:{line} asks the clock; the day is a parameter here")
    return faults


LONGEST_VIEW = 25


def view_faults(name: str, text: str) -> list[str]:
    """Views that reach for rows themselves, and views that are too long to read at a glance."""
    faults = []
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager"):
            faults.append(f"{name}:{node.lineno} uses .{node.attr}")
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_VIEW:
                faults.append(f"{name}.{node.name} has {length} lines")
    return faults


ROW_WRITERS = {
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "acreate",
    "asave",
    "adelete",
}
SETWISE = "hoanhap.ground.web.setwise."  # called as setwise.add, so that a call shows that it writes
QUERY_WORDS = {"objects", "filter", "exclude", "all", "select_for_update", "_default_manager", "using"}


def write_faults(name: str, text: str) -> list[str]:
    """Rows written anywhere but in actions."""
    parts = name.split(".")
    if "actions" in parts or "migrations" in parts or parts[1:2] == ["demo"]:
        return []
    faults = []
    for line, names, _call in calls(text):
        verb, before = names[-1], set(names[:-1])
        on_rows = verb in ("create", "update", "delete", "save") and bool(before & QUERY_WORDS)
        on_row = verb in ("save", "delete") and len(names) == 2 and not names[0].endswith("storage")
        if on_rows or on_row or verb in ROW_WRITERS or names[:1] == ["setwise"]:
            faults.append(f"{name}:{line} calls {'.'.join(names)}")
    return faults + [f"{name} takes {one} by name" for one in imported(text) if one.startswith(SETWISE)]


def action_faults(name: str, text: str) -> list[str]:
    """Public actions that are not keyword-only, do not begin with ``by``, or are not audited."""
    faults = []
    functions = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    audited = {node.name for node in functions if any(chain_of(d)[-1] == "audited" for d in node.decorator_list)}
    for node in functions:
        if node.name.startswith("_") or (node.name.startswith("check_") and not _writes(node)):
            continue
        arguments = node.args
        if arguments.args or arguments.posonlyargs or arguments.vararg:
            faults.append(f"{name}.{node.name} takes arguments by position")
        if not arguments.kwonlyargs or arguments.kwonlyargs[0].arg != "by":
            faults.append(f"{name}.{node.name} does not begin with by")
        if node.name not in audited and not _passes_on(node, audited):
            faults.append(f"{name}.{node.name} is not audited")
    return faults


def _passes_on(node: ast.FunctionDef, audited: set[str]) -> bool:
    """Whether a function writes nothing itself and calls an audited one of its module: one row of many."""
    called = [names for _line, names, _call in calls(ast.unparse(node))]
    return not _writes(node) and any(names[0] in audited for names in called if len(names) == 1)


def _writes(node: ast.FunctionDef) -> bool:
    return any(
        (names[-1] in ROW_WRITERS | {"save", "delete", "create", "update"} or names[0] == "setwise") and len(names) > 1
        for _line, names, _call in calls(ast.unparse(node))
    )


REFUSALS = {"Refusal", "RuleViolation", "NotFound", "PermissionRefused"}
CODE = re.compile(r"[a-z_]+\.[a-z_]+")


def codes_in(text: str) -> set[str]:
    """The codes of the refusals that a text raises or makes."""
    return {
        node.args[0].value
        for _line, names, node in calls(text)
        if names[-1] in REFUSALS
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def events_in(text: str) -> set[str]:
    """The names of the events that a text records."""
    found = set()
    for _line, names, node in calls(text):
        if names[-1] == "record" and node.args:
            found |= _texts(node.args[0])
        if names[-1] == "Entry":
            for keyword in node.keywords:
                if keyword.arg == "event":
                    found |= _texts(keyword.value)
    return found


def _texts(node: ast.expr) -> set[str]:
    if isinstance(node, ast.IfExp):
        return _texts(node.body) | _texts(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


LONGEST_MODULE = 400
FORBIDDEN = {
    "a registry's address": re.compile(
        r"https?://[^\s\"']*(?:registry\.npmjs|pypi\.org/simple|pythonhosted|npmmirror|jfrog|artifactory|nexus)"
    ),
    "a path of somebody's machine": re.compile(r"(?<![\w.])/(?:home|Users|root|work|mnt)/[\w.-]+"),
    "a leftover": re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b"),
    "a secret": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{36}"),
}


def secret_faults(name: str, text: str) -> list[str]:
    """Addresses of package registries, paths of one machine, leftovers of trials, secrets."""
    return [
        f"{name}:{number} {what}: {found.group(0)}"
        for number, line in enumerate(text.splitlines(), start=1)
        for what, pattern in FORBIDDEN.items()
        if (found := pattern.search(line))
    ]


# ── models and addresses ────────────────────────────────────────────────────────────────────────────────


def field_faults(found: Iterable[type[models.Model]], tables: Mapping[str, Mapping[str, object]]) -> list[str]:
    """Models and fields without a data class, and classes for what does not exist."""
    faults = []
    labels = set()
    for model in found:
        label = model._meta.label
        labels.add(label)
        if label not in tables:
            faults.append(f"{label}: no data class")
            continue
        names = {field.name for field in model._meta.local_fields + model._meta.local_many_to_many}
        other = tables[label].get("other", {})
        assert isinstance(other, Mapping)
        faults += [f"{label}.{name}: no such field" for name in sorted(set(other) - names)]
    return faults + [f"{label}: no such model" for label in sorted(set(tables) - labels)]


def addresses(
    patterns: Sequence[URLPattern | URLResolver], prefix: str = "", space: str = ""
) -> Iterator[tuple[str, str]]:
    """Every pattern below the root as (name with its namespace, route); the name is empty if it has none."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = ":".join(part for part in (space, pattern.namespace or "") if part)
            yield from addresses(pattern.url_patterns, route, inner)
        else:
            yield (
                ":".join(part for part in (space, pattern.name or "") if part) if pattern.name else "",
                route,
            )


def address_faults(found: Iterable[tuple[str, str]], listed: Mapping[str, str]) -> list[str]:
    """Addresses without a name or a line in the policy, and lines of the policy without an address."""
    found = list(found)
    faults = [f"{route}: has no name" for name, route in found if not name]
    faults += [f"{name}: not in the policy" for name, _route in found if name and name not in listed]
    names = {name for name, _route in found}
    return faults + [f"{name}: in the policy, but there is no such address" for name in sorted(set(listed) - names)]
