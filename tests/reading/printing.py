"""Write PDF files whose pages print what is said, where it is said."""

import math


def print_pages(*pages: str, across: bool = True) -> bytes:
    """Return a PDF whose pages print what these operators say, in a font that every reader has."""
    way = "UniGB-UCS2-H" if across else "UniGB-UCS2-V"
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "", (
        f"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/{way}/DescendantFonts[4 0 R]>>"
    ), (
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/CIDSystemInfo<</Registry(Adobe)"
        "/Ordering(GB1)/Supplement 2>>/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6"
        "/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 800/Descent -200/StemV 80>>>>"
    )]  # fmt: skip
    for page in pages:
        at = len(objects) + 1
        objects.append(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 840]/Resources<</Font<</F 3 0 R>>>>"
            f"/Contents {at + 1} 0 R>>"
        )
        objects.append(f"<</Length {len(page)}>>stream\n{page}\nendstream")
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    objects[1] = f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>"
    raw = "%PDF-1.5\n"
    places = []
    for number, inner in enumerate(objects, 1):
        places.append(len(raw))
        raw += f"{number} 0 obj\n{inner}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(raw)}\n%%EOF"
    return f"{raw}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode()


def at(left: float, foot: float, text: str, *, size: int = 14, turned: float = 0) -> str:
    """Return the operators that print a text at a place, perhaps turned."""
    cos, sin = math.cos(turned), math.sin(turned)
    place = f"{cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {left} {foot}"
    return f"BT /F {size} Tf {place} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"
