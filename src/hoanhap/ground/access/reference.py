"""The access policy as a page to read: docs/reference/access.md."""

from hoanhap.ground.access.choices import PERMISSION_WORDS, ROLE_WORDS
from hoanhap.ground.access.policy import TECHNICAL, Policy, policy
from hoanhap.ground.kernel.permissions import Permission

_HEAD = """# Access

Printed from `src/hoanhap/ground/access/policy.toml` by `hoanhap reference access`; do not edit by hand.

A right is a role, held in a dated post, at a place. It reaches the place of the post, what lies below it, and earlier
units that passed whole into it. Whatever is not listed here is refused. Police investigators have no role:
investigating is no purpose of this system. The role of the system itself (`init`, `demo` and the commands that show
no real person) may do everything, and nobody signs in as it.
"""


def access_page() -> str:
    """The page as Markdown: roles and permissions, addresses, data classes."""
    return "\n".join([_HEAD, *_roles(policy()), *_addresses(policy()), *_limits(policy()), *_fields(policy())]) + "\n"


def _roles(rules: Policy) -> list[str]:
    lines = ["## Roles and permissions", ""]
    lines += [f"{number}. `{one.value}`: {PERMISSION_WORDS[one]}" for number, one in enumerate(Permission, 1)]
    numbers = " | ".join(str(number) for number in range(1, len(Permission) + 1))
    lines += ["", f"| role | stands at | {numbers} |", "|---|---|" + "---|" * len(Permission)]
    for role, words in ROLE_WORDS.items():
        rule = rules.roles[role]
        marks = " | ".join("yes" if one in rule.permissions else "–" for one in Permission)
        lines.append(f"| {words} (`{role.value}`) | {', '.join(sorted(rule.stands_at))} | {marks} |")
    return [*lines, ""]


def _addresses(rules: Policy) -> list[str]:
    lines = [
        "## Addresses",
        "",
        "`public`: everybody. `account`: signed in, even before a post is chosen and a second factor set up.",
        "`signed_in`: with an open post chosen. Otherwise the permission. A named address that is not listed does not",
        "exist for anybody. *Step-up*: served only within five minutes of a fresh second factor, or of the password",
        "where no second factor is set up.",
        "",
        "| address | needs | step-up |",
        "|---|---|---|",
    ]
    asked = dict.fromkeys(rules.step_up, "yes") | dict.fromkeys(rules.step_up_to_export, "to export")
    rows = (f"| `{name}` | `{rule}` | {asked.get(name, '–')} |" for name, rule in sorted(rules.addresses.items()))
    return [*lines, *rows, ""]


def _limits(rules: Policy) -> list[str]:
    lines = [
        "## Files opened within an hour",
        "",
        "Of different people. Above the number a step-up is asked; twice above it is refused and recorded.",
        "",
        "| role | since | files |",
        "|---|---|---|",
    ]
    rows = [
        f"| {ROLE_WORDS[role]} (`{role.value}`) | {since:%d/%m/%Y} | {number} |"
        for role, dated in rules.files_an_hour.items()
        for since, number in dated
    ]
    return [*lines, *rows, ""]


def _fields(rules: Policy) -> list[str]:
    lines = [
        "## Data classes",
        "",
        "D0 is public reference; D1 to D12 are those of the access design (identity, numbers, addresses and phones,",
        "decisions, notes, tests, medical, HIV, livelihood, legal aid, unit figures and staffing, audit).",
        "",
        "| model | class | except | purpose | kept |",
        "|---|---|---|---|---|",
    ]
    technical = []
    for label, rule in sorted(rules.fields.items()):
        if rule.data_class == TECHNICAL and not rule.other:
            technical.append(f"`{label}`")
            continue
        other = ", ".join(f"{name}: {of}" for name, of in rule.other.items())
        lines.append(f"| `{label}` | {rule.data_class} | {other} | {rule.purpose} | {rule.kept} |")
    return [*lines, "", f"Technical throughout: {', '.join(technical)}.", ""]
