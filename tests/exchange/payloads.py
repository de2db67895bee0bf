"""Texts that a spreadsheet might take for formulas, links or commands."""

_FORMULAS = [
    "1+1",
    "SUM(A1:A9)",
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://127.0.0.1/","x")',
    'WEBSERVICE("http://127.0.0.1/")',
    'IMPORTXML("http://127.0.0.1/","//a")',
    'DDE("cmd","/C calc","x")',
    "'[http://127.0.0.1/x.xlsx]S'!A1",
]
_SIGNS = ["=", "+", "-", "@"]
_WIDE = ["＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫"]
_UNSEEN = [" ", "\t", "\r", "\n", "\x00", "\u00a0", "\u200b", "\ufeff", "\u2060", "\u3000", "\x08\n", "\x1f"]

PAYLOADS = [
    *(sign + formula for sign in _SIGNS for formula in _FORMULAS),
    *(sign + "1+1" for sign in _WIDE),
    *(unseen + "=1+1" for unseen in _UNSEEN),
    "-2+3+cmd|' /C calc'!A0",
    "+cmd|' /C powershell'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "=1+1\";=1+1",
    "\u00ad=1+1",
    "=\u202e1+1",
    "\t\r\n=1+1",
    "=" + "A" * 40_000,
]  # fmt: skip
