"""The columns of a list of people: their titles as offices write them, and an example for each in the template."""

from hoanhap.casework.people.import_parts import parts
from hoanhap.ground.exchange.reading import Column

COLUMNS = (
    Column(
        key="name",
        title="Họ và tên",
        example="Nguyễn Văn Mẫu",
        aliases=("Họ tên", "Họ, chữ đệm và tên", "Họ, chữ đệm, tên", "Họ và tên khai sinh", "Tên đầy đủ", "Full name"),
    ),
    Column(key="other_name", title="Tên gọi khác", example="Tư Mẫu",
           aliases=("Tên khác", "Bí danh", "Biệt danh"), required=False),
    Column(key="sex", title="Giới tính", example="Nam",
           aliases=("Nam/Nữ", "Nam, nữ", "Phái", "GT", "Sex"),
           unless=("birth_male", "birth_female")),
    Column(
        key="birth",
        title="Ngày sinh",
        example="04/05/1990",
        aliases=("Ngày, tháng, năm sinh", "Ngày/tháng/năm sinh", "Ngày tháng năm sinh", "Sinh ngày", "NTNS",
                 "Ngày sinh/Năm sinh", "Ngày hoặc năm sinh", "Date of birth"),
        required=False,
    ),
    Column(key="birth_year", title="Năm sinh", example="1990",
           aliases=("NS", "Sinh năm", "Year of birth"), required=False),
    Column(
        key="number",
        title="Số căn cước",
        example="001090012345",
        aliases=("CCCD", "Số CCCD", "Căn cước công dân", "Số căn cước công dân", "Thẻ căn cước", "Số thẻ căn cước",
                 "Số định danh", "Số định danh cá nhân", "CMND/CCCD", "CCCD/CMND", "Số CMND/CCCD", "Số CCCD/CMND",
                 "Số CC/CCCD/CMND", "Số CC/CCCD/CMND/hộ chiếu", "CMND, CCCD", "Số giấy tờ", "Số giấy tờ tùy thân"),
        required=False,
    ),
    Column(
        key="old_number",
        title="Số CMND",
        example="012345678",
        aliases=("CMND", "CMT", "Số CMT", "CMTND", "Chứng minh nhân dân", "Số chứng minh nhân dân", "CMND cũ"),
        required=False,
    ),
    Column(key="issued_on", title="Ngày cấp", example="20/08/2021", required=False),
    Column(key="issued_by", title="Nơi cấp", example="Cục Cảnh sát QLHC về TTXH",
           aliases=("Cơ quan cấp",), required=False),
    Column(
        key="phone",
        title="Số điện thoại",
        example="0901 234 567",
        aliases=("Điện thoại", "SĐT", "SDT", "ĐT", "Di động", "Số ĐT", "Điện thoại liên hệ", "Phone"),
        required=False,
    ),
    Column(
        key="place",
        title="Xã, phường",
        example="phường Mẫu",
        aliases=("Xã/phường", "Phường/xã", "Phường, xã", "Xã, phường, thị trấn", "Xã", "Phường", "Địa bàn", "Đơn vị",
                 "Mã xã"),
        required=False,
    ),
    Column(
        key="address",
        title="Nơi ở hiện tại",
        example="Số 12 ngõ 34 phố Mẫu",
        aliases=("Nơi ở", "Chỗ ở hiện tại", "Chỗ ở hiện nay", "Nơi ở hiện nay", "Địa chỉ", "Địa chỉ hiện tại",
                 "Địa chỉ nơi ở", "Nơi cư trú", "Address"),
        required=False,
    ),
    Column(key="since", title="Ở từ ngày", example="01/07/2025",
           aliases=("Từ ngày", "Ở đây từ ngày"), required=False),
    Column(key="guardian", title="Người giám hộ", example="Trần Thị Ví Dụ",
           aliases=("Cha/mẹ/người giám hộ", "Người đại diện"), required=False),
    Column(key="guardian_phone", title="Điện thoại người giám hộ", example="0907 654 321",
           aliases=("SĐT người giám hộ",), required=False),
    Column(key="nationality", title="Quốc tịch", example="Việt Nam", required=False),
)  # fmt: skip
"""What is taken, in the order of the template."""

BY_SEX = (
    Column(key="birth_male", title="Năm sinh Nam", required=False,
           aliases=("Ngày sinh Nam", "Ngày, tháng, năm sinh Nam", "Năm sinh của nam", "Sinh năm Nam")),
    Column(key="birth_female", title="Năm sinh Nữ", required=False,
           aliases=("Ngày sinh Nữ", "Ngày, tháng, năm sinh Nữ", "Năm sinh của nữ", "Sinh năm Nữ")),
)  # fmt: skip
"""Birth and sex at once, as official forms ask for them: a heading "Năm sinh" over "Nam" and "Nữ"."""

LEFT_OUT = (
    Column(key="left_no", title="STT", aliases=("TT", "Số TT", "Số thứ tự", "No"), required=False),
    Column(key="left_note", title="Ghi chú", aliases=("Note",), required=False),
    Column(key="left_permanent", title="Nơi thường trú", required=False,
           aliases=("Thường trú", "Hộ khẩu thường trú", "HKTT", "Nơi đăng ký thường trú", "Địa chỉ thường trú")),
    Column(key="left_home", title="Quê quán", aliases=("Nguyên quán",), required=False),
    Column(key="left_birth_place", title="Nơi sinh", required=False),
    Column(key="left_ethnic", title="Dân tộc", required=False),
    Column(key="left_religion", title="Tôn giáo", required=False),
    Column(key="left_education", title="Trình độ học vấn", aliases=("Trình độ", "Học vấn"), required=False),
    Column(key="left_work", title="Nghề nghiệp", aliases=("Nghề nghiệp, nơi làm việc",), required=False),
)  # fmt: skip
"""What may stand in the file and is not taken: no form needs it here, or the unit of its day is not known."""


def taken_columns() -> list[Column]:
    """What is taken, by this room and by the rooms above, in the order of the template."""
    return [*COLUMNS, *(column for part in parts().values() for column in part.columns)]


def file_columns() -> list[Column]:
    """Everything that may stand in a file."""
    left_out = [column for part in parts().values() for column in part.left_out]
    return [*taken_columns(), *BY_SEX, *LEFT_OUT, *left_out]
