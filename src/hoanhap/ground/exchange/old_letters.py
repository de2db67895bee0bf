"""Knowing the Vietnamese encodings from before Unicode, to say which one a list is in. Nothing is converted here.

TCVN3 (ABC, fonts ``.VnTime``) and VNI-Windows also stand inside workbooks: to the spreadsheet they are Western letters
shown with a Vietnamese font. VISCII comes in CSV files only.
"""

import re
import unicodedata

_TCVN3 = str.maketrans(
    dict(
        zip(
            "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢§£¤¥¦",
            "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵăâđêôơư",
            strict=True,
        )
    )
)
_VISCII = str.maketrans(
    dict(
        zip(
            map(chr, range(0x80, 0x100)),
            "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
            "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
            strict=True,
        )
    )
)
_VNI = str.maketrans("ñöôæóòî", "đươỉĩịỵ")
_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT, _ROOF, _BREVE = "\u0300\u0301\u0309\u0303\u0323\u0302\u0306"
_TONES = (_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT)
_VNI_MARKS = {
    **dict(zip("øùûõï", _TONES, strict=True)),
    **dict(zip("àáåãä", (_ROOF + tone for tone in _TONES), strict=True)),
    **dict(zip("èéúüë", (_BREVE + tone for tone in _TONES), strict=True)),
    "â": _ROOF,
    "ê": _BREVE,
}
_VNI_PAIR = re.compile(f"([aeouyươ])([{''.join(_VNI_MARKS)}])")

_HINT = re.compile(
    r"[\x80-\x9f¡-ª«-¿ÆÇËÎÏÑÖ×ØÜÞßäåæçëîïñö÷øûüþÐ]"
    r"|[ae][øùûõïâàáåãäêèéúüë]|o[øùûõïâåäêúüë]|u[øùûõïåäúüë]"
    r"|[AE][ØÙÛÕÏÂÀÁÅÃÄÊÈÉÚÜË]|O[ØÙÛÕÏÂÅÄÊÚÜË]|U[ØÙÛÕÏÅÄÚÜË]"
)
"""Signs and pairs that do not stand in a Vietnamese word in Unicode."""
_UNICODE = re.compile(r"[ĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300-\u0323]")

_WORDS = frozenset(
    re.findall(
        r"\w+",
        "họ và tháng năm giới tính nữ số điện thoại xã phường địa chỉ nơi ở hiện căn cước đơn vị nguyễn trần lê phạm "
        "hoàng huỳnh vũ võ đặng bùi đỗ hồ ngô dương lý thị văn đức hữu thôn tổ đường quyết định mô hình",
    )
)
_WORD = re.compile(r"[^\W\d_]+")


def encoding_of(text: str, *, bytewise: bool = False) -> str:
    """The old encoding in which a text of Western letters is Vietnamese: "TCVN3 (ABC)", "VNI", "VISCII"; else "".

    ``bytewise``: the text is bytes taken for letters one by one, so that VISCII may be meant as well.
    """
    if _UNICODE.search(text) or not _HINT.search(text):
        return ""
    meant = {"TCVN3 (ABC)": text.translate(_TCVN3), "VNI": _from_vni(text)}
    if bytewise:
        meant["VISCII"] = text.translate(_VISCII)
    best = max(meant, key=lambda name: _known(meant[name]))
    return best if _known(meant[best]) > _known(text) else ""


def looks_old(text: str) -> bool:
    """Whether it is worth asking :func:`encoding_of` for the parts of a text: quick, and sometimes wrong."""
    return _HINT.search(text) is not None


def _from_vni(text: str) -> str:
    return _VNI_PAIR.sub(
        lambda pair: unicodedata.normalize("NFC", pair[1] + _VNI_MARKS[pair[2]]), text.lower().translate(_VNI)
    )


def _known(text: str) -> int:
    """How many of the words are common Vietnamese ones with marks."""
    return sum(word in _WORDS for word in _WORD.findall(text.lower()))
