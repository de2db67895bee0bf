"""No addresses of package registries, no paths of somebody's machine, no leftovers, no secrets."""

from tests.meta import checks

BINARY = {".png", ".woff2", ".mo", ".ico", ".xlsx", ".sqlite3"}


def test_no_file_holds_what_belongs_to_a_machine_or_a_person() -> None:
    faults = [
        fault
        for path in checks.tracked()
        if path.suffix not in BINARY
        for fault in checks.secret_faults(
            path.relative_to(checks.ROOT).as_posix(), path.read_text(encoding="utf-8", errors="replace")
        )
    ]
    checks.nothing(faults)


def test_what_belongs_to_a_machine_is_noticed() -> None:
    planted = (
        '"resolved": "https://registry.' + 'npmjs.org/x.tgz"\n',
        "see /ro" + "ot/notes.txt\n",
        "# TO" + "DO later\n",
        "-----BEGIN PRIV" + "ATE KEY-----\n",
    )
    for text in planted:
        assert len(checks.secret_faults("planted", text)) == 1, text
    assert checks.secret_faults("fine", "path('accounts/home/', view)\nhttps://example.org/\n") == []
