"""The access policy: ``policy.toml`` read once into frozen values, and refused as a whole if anything in it is wrong.

It is the only place that says which role may do what, which address needs what, and what class of data a field holds.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from hoanhap.ground.access.rules import OPEN_RULES
from hoanhap.ground.kernel.permissions import Permission, Role
from hoanhap.ground.places.choices import UnitKind

FILE = Path(__file__).with_name("policy.toml")
TECHNICAL = "technical"
DATA_CLASSES: tuple[str, ...] = (*(f"D{number}" for number in range(13)), TECHNICAL)
"""D0 public reference, D1 to D12 of access-and-privacy.md §3.2, and what belongs to the machinery."""
_SECTIONS = {"roles", "addresses", "fields", "step_up", "files_an_hour"}
_PERMISSIONS = frozenset(permission.value for permission in Permission)


class PolicyError(Exception):
    """The policy file is wrong; the message has one line for each mistake."""


@dataclass(frozen=True)
class RoleRule:
    """What a role may do, and at which kinds of unit it stands."""

    stands_at: frozenset[str]
    permissions: frozenset[Permission]


@dataclass(frozen=True)
class ModelRule:
    """The data classes of a model's fields, why they are kept, and how long."""

    data_class: str
    purpose: str
    kept: str
    other: Mapping[str, str] = field(default_factory=dict)

    def of(self, field_name: str) -> str:
        """The class of one field."""
        return self.other.get(field_name, self.data_class)


@dataclass(frozen=True)
class Policy:
    """The whole file."""

    roles: Mapping[Role, RoleRule]
    addresses: Mapping[str, str]
    fields: Mapping[str, ModelRule]
    step_up: frozenset[str] = frozenset()
    step_up_to_export: frozenset[str] = frozenset()
    files_an_hour: Mapping[Role, Sequence[tuple[date, int]]] = field(default_factory=dict)


@cache
def policy() -> Policy:
    """The policy of this installation. Raises :class:`PolicyError`."""
    return read(FILE.read_text(encoding="utf-8"))


def permissions_of(role: Role) -> frozenset[Permission]:
    """What a post of this role may do; the system's own role is not in the file and may do everything."""
    return policy().roles[role].permissions


def stands_at(role: Role) -> frozenset[str]:
    """The kinds of unit where a post of this role may stand."""
    return policy().roles[role].stands_at


def rule_for(address_name: str | None) -> str | None:
    """The rule of a named address: "public", "account", "signed_in" or a permission; ``None`` where unlisted."""
    return policy().addresses.get(address_name or "")


def needs_step_up(address_name: str, *, export: bool = False) -> bool:
    """Whether an address is served only to who has just proved to be there; ``export``: a list that is to be taken."""
    rules = policy()
    return address_name in rules.step_up or (export and address_name in rules.step_up_to_export)


def files_an_hour(role: Role, on: date) -> int | None:
    """How many people's files a post of this role opens within an hour without a step-up; ``None``: no limit."""
    rows = [number for since, number in policy().files_an_hour.get(role, ()) if since <= on]
    return rows[-1] if rows else None


def data_class(model_label: str, field_name: str) -> str | None:
    """The data class of a field of ``app.Model``; ``None`` where the model is not in the policy."""
    rule = policy().fields.get(model_label)
    return rule.of(field_name) if rule else None


def read(text: str) -> Policy:
    """The policy in ``text``. Raises :class:`PolicyError` with every mistake found."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"policy.toml: {error}") from error
    mistakes = [f"unknown section: {name}" for name in sorted(set(raw) - _SECTIONS)]
    found = Policy(
        roles=MappingProxyType(_roles(raw.get("roles", {}), mistakes)),
        addresses=MappingProxyType(_addresses(raw.get("addresses", {}), mistakes)),
        fields=MappingProxyType(_fields(raw.get("fields", {}), mistakes)),
        step_up=_named("addresses", raw, mistakes),
        step_up_to_export=_named("exports", raw, mistakes),
        files_an_hour=MappingProxyType(_limits(raw, mistakes)),
    )
    if mistakes:
        raise PolicyError("policy.toml:\n" + "\n".join(f"  {mistake}" for mistake in mistakes))
    return found


def _unknown_keys(where: str, table: Mapping[str, Any], known: Iterable[str], mistakes: list[str]) -> None:
    mistakes.extend(f"{where}: unknown key {key}" for key in sorted(set(table) - set(known)))


def _roles(raw: Mapping[str, Any], mistakes: list[str]) -> dict[Role, RoleRule]:
    expected = [role for role in Role if role is not Role.SYSTEM]
    mistakes.extend(f"role without a section: {role.value}" for role in expected if role.value not in raw)
    mistakes.extend(f"no such role: {name}" for name in raw if name not in expected)
    found: dict[Role, RoleRule] = {}
    for role in expected:
        table = raw.get(role.value, {})
        _unknown_keys(f"roles.{role.value}", table, ("stands_at", "permissions"), mistakes)
        kinds, names = table.get("stands_at", []), table.get("permissions", [])
        if role.value in raw and not kinds:
            mistakes.append(f"roles.{role.value}: stands nowhere")
        mistakes.extend(
            f"roles.{role.value}: no such kind of unit: {kind}" for kind in kinds if kind not in UnitKind.values
        )
        mistakes.extend(f"roles.{role.value}: no such permission: {name}" for name in names if name not in _PERMISSIONS)
        known = frozenset(Permission(name) for name in names if name in _PERMISSIONS)
        found[role] = RoleRule(frozenset(kinds), known)
    return found


def _addresses(raw: Mapping[str, Any], mistakes: list[str]) -> dict[str, str]:
    for name, rule in raw.items():
        if not isinstance(rule, str) or (rule not in OPEN_RULES and rule not in _PERMISSIONS):
            mistakes.append(f"addresses: {name}: no such rule: {rule}")
    return {name: str(rule) for name, rule in raw.items()}


def _fields(raw: Mapping[str, Any], mistakes: list[str]) -> dict[str, ModelRule]:
    found: dict[str, ModelRule] = {}
    for label, table in raw.items():
        where = f'fields."{label}"'
        if not isinstance(table, dict):
            mistakes.append(f"{where}: not a table")
            continue
        _unknown_keys(where, table, ("class", "other", "purpose", "kept"), mistakes)
        classes = {"class": table.get("class"), **table.get("other", {})}
        mistakes.extend(
            f"{where}: {name}: no such data class: {data_class}"
            for name, data_class in classes.items()
            if data_class not in DATA_CLASSES
        )
        if table.get("class") != TECHNICAL:
            mistakes.extend(f"{where}: {key} is missing" for key in ("purpose", "kept") if not table.get(key))
        found[label] = ModelRule(
            data_class=str(table.get("class")),
            purpose=str(table.get("purpose", "")),
            kept=str(table.get("kept", "")),
            other=MappingProxyType(dict(table.get("other", {}))),
        )
    return found


def _named(key: str, raw: Mapping[str, Any], mistakes: list[str]) -> frozenset[str]:
    """The addresses that the section on step-up lists under ``key``; each needs a permission."""
    table = raw.get("step_up", {})
    _unknown_keys("step_up", table, ("addresses", "exports"), mistakes)
    names = table.get(key, [])
    rules = raw.get("addresses", {})
    unguarded = [name for name in names if rules.get(name) not in _PERMISSIONS]
    mistakes.extend(f"step_up: {name}: no such guarded address" for name in unguarded)
    return frozenset(names)


def _limits(raw: Mapping[str, Any], mistakes: list[str]) -> dict[Role, Sequence[tuple[date, int]]]:
    """For each role the limits by their first day, the earliest first; every role that sees people has one."""
    found: dict[Role, Sequence[tuple[date, int]]] = {}
    for name, rows in raw.get("files_an_hour", {}).items():
        if name not in [role.value for role in Role]:
            mistakes.append(f"files_an_hour: no such role: {name}")
            continue
        found[Role(name)] = sorted((row["from"], row["files"]) for row in rows)
    roles = raw.get("roles", {}).items()
    seeing = [name for name, table in roles if Permission.PEOPLE_VIEW in table.get("permissions", ())]
    mistakes.extend(f"files_an_hour: {name}: sees people without a limit" for name in seeing if name not in found)
    return found
