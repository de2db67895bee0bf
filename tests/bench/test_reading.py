"""The proofs rest on tables read out of pages."""

from bench import reading


def test_tables_are_read_as_rows_of_plain_text():
    page = """<p>1</p><table><thead><tr><th>Quận</th><th> Số
        xã </th></tr></thead><tbody><tr><th><a href="/x">Ba Đình</a></th><td>14 <small>ước tính</small></td></tr>
        </tbody></table><table><tr><td></td></tr></table>"""
    assert reading.tables(page) == [[["Quận", "Số xã"], ["Ba Đình", "14 ước tính"]], [[""]]]


def test_a_page_without_tables_has_none():
    assert reading.tables("<td>1</td>") == []
