"""Which characters a name and a free text may hold, and how a text that may hold others is shown.

This is the one place that says so, below every layer. A name is one line; a free text may have lines and tabs.
Neither holds

- control characters (category Cc: ESC moves a terminal's cursor, XML 1.0 cannot hold them),
- lone surrogates (Cs: no encoding can write them),
- noncharacters (U+FFFE, U+FFFF and their like in every plane, U+FDD0 to U+FDEF: XML 1.0 and Unicode set them apart),
- characters that change the order in which others are shown (Unicode property Bidi_Control),
- line and paragraph separators, the byte order mark, interlinear annotations and tags, which are not seen.

All other characters may stand: letters of every script with their marks, symbols, emoji with their joiners.

Reference: The Unicode Standard 16.0, sections 23.2 to 23.9; Unicode Technical Report 36; W3C XML 1.0, section 2.2.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Final

BMP: Final = (
    "\\u0000-\\u001f\\u007f-\\u009f"  # control characters
    "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069"  # Bidi_Control
    "\\u2028\\u2029"  # line and paragraph separators
    "\\ufdd0-\\ufdef\\ufeff\\ufff9-\\ufffb\\ufffe\\uffff"  # noncharacters, byte order mark, annotations
)
"""The refused characters of the basic plane, surrogates aside, as a class of regular expressions and of JSON Schema."""

_BEYOND: Final = "".join(f"\\U{plane:04x}fffe\\U{plane:04x}ffff" for plane in range(1, 17)) + "\\U000e0000-\\U000e007f"
_NOT_IN_NAMES: Final = re.compile(f"[{BMP}\\ud800-\\udfff{_BEYOND}]")
_NOT_IN_TEXTS: Final = re.compile(f"(?![\\n\\t])[{BMP}\\ud800-\\udfff{_BEYOND}]")

PAIR: Final = re.compile("[\ud800-\udbff][\udc00-\udfff]")
"""A surrogate pair, as JSON escapes a character beyond the basic plane."""


def stranger(text: str, lines: bool = False) -> str:
    """Return the first character of a text that may not stand in it, nothing if all may.

    Parameters
    ----------
    text
        The text.
    lines
        Whether line feeds and tabs may stand in it, as in a free text.

    Returns
    -------
    str
        The first character of a text that may not stand in it, nothing if all may.
    """
    found = (_NOT_IN_TEXTS if lines else _NOT_IN_NAMES).search(text)
    return found[0] if found else ""


def blank(text: str) -> bool:
    """Return whether nothing of a text is seen: it is empty, or holds spaces and format characters only.

    Parameters
    ----------
    text
        The text.

    Returns
    -------
    bool
        Whether nothing of a text is seen: it is empty, or holds spaces and format characters only.
    """
    return all(unicodedata.category(c) in {"Zs", "Cf", "Cc", "Zl", "Zp"} for c in text)


def called(character: str) -> str:
    """Return what messages call a character: `the control character U+000B`, with its Unicode name if it has one.

    Parameters
    ----------
    character
        The character.

    Returns
    -------
    str
        What messages call a character: `the control character U+000B`, with its Unicode name if it has one.
    """
    kind = {"Cc": "control character", "Cs": "lone surrogate"}.get(unicodedata.category(character), "character")
    name = unicodedata.name(character, "")
    return f"the {kind} U+{ord(character):04X}" + (f" ({name})" if name else "")


def visible(text: str, lines: bool = True) -> str:
    r"""Return a text that a terminal and any encoding can take: what may not stand in it is escaped (`\x1b`, `\u202e`).

    Parameters
    ----------
    text
        The text.
    lines
        Whether line feeds and tabs stay as they are.

    Returns
    -------
    str
        The text with escapes.
    """
    return (_NOT_IN_TEXTS if lines else _NOT_IN_NAMES).sub(lambda found: _escape(found[0]), text)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def json_escaped(text: str) -> str:
    """Return a JSON text in which what may not stand in a text is escaped as JSON escapes characters.

    Parameters
    ----------
    text
        The text.

    Returns
    -------
    str
        A JSON text in which what may not stand in a text is escaped as JSON escapes characters.
    """
    return _NOT_IN_TEXTS.sub(lambda found: json.dumps(found[0])[1:-1], text)


def paired(text: str) -> str:
    """Return a text with every surrogate pair as the character it stands for; lone surrogates stay.

    Parameters
    ----------
    text
        The text.

    Returns
    -------
    str
        A text with every surrogate pair as the character it stands for; lone surrogates stay.
    """
    return PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)


def folded(name: str) -> str:
    """Return a name as it is compared: letter case, spacing, unseen characters and composition tell no two apart.

    Parameters
    ----------
    name
        The name.

    Returns
    -------
    str
        A name as it is compared: letter case, spacing, unseen characters and composition tell no two apart.
    """
    if name.isascii():
        return " ".join(name.casefold().split())
    seen = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c) != "Cf")
    return " ".join(unicodedata.normalize("NFC", seen.casefold()).split())
