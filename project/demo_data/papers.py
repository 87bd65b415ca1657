"""Papers that are put into the files of the demonstration: one page of text, as small as a PDF can be."""

import io

import pikepdf

_LINE, _TOP, _LEFT = 30, 760, 72


def paper(title: str, *lines: str) -> bytes:
    """A PDF page with a title and lines of Chinese text, in the standard font every PDF reader knows."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(_font())))
    drawn = [_text(title, _LEFT, _TOP, 20)]
    drawn += [_text(line, _LEFT, _TOP - _LINE * row, 12) for row, line in enumerate(lines, start=2)]
    page.Contents = pdf.make_stream("\n".join(drawn).encode("ascii"))
    written = io.BytesIO()
    pdf.save(written, deterministic_id=True)
    return written.getvalue()


def _font() -> pikepdf.Dictionary:
    descendant = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType0,
        BaseFont=pikepdf.Name("/STSong-Light"),
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="GB1", Supplement=4),
        DW=1000,
        FontDescriptor=pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor,
            FontName=pikepdf.Name("/STSong-Light"),
            Flags=6,
            FontBBox=[-25, -254, 1000, 880],
            ItalicAngle=0,
            Ascent=880,
            Descent=-120,
            CapHeight=880,
            StemV=93,
        ),
    )
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=pikepdf.Name("/STSong-Light-UniGB-UTF16-H"),
        Encoding=pikepdf.Name("/UniGB-UTF16-H"),
        DescendantFonts=[descendant],
    )


def _text(text: str, x: int, y: int, size: int) -> str:
    return f"BT /F1 {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET"
