"""Where ink really stands on a page, measured on its picture to 0.08 mm."""

import pypdfium2
from PIL import Image, ImageChops

from proposals.letters.geometry.sheet import MM, Box

INK_DPI = 300


class Ink:
    """The drawn pages; a file that cannot be drawn has no ink anywhere."""

    def __init__(self, pdf: bytes) -> None:
        try:
            self.document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError:
            self.document = None

    def box(self, page: int, area: Box, *, red: bool = False) -> Box | None:
        """The box of red or dark ink inside an area; None without any."""
        if self.document is None or page > len(self.document):
            return None
        sheet = self.document[page - 1]
        # What was measured is the whole sheet, though a file may ask to show less of it.
        sheet.set_cropbox(*sheet.get_mediabox())
        width, height = sheet.get_size()
        left, top, right, bottom = (side / MM for side in area)
        if right - left < 1 or bottom - top < 1 or left > width - 1 or top > height - 1:
            return None
        crop = (left, height - bottom, width - right, top)
        drawn = sheet.render(scale=INK_DPI / 72, crop=tuple(max(0.0, side) for side in crop))
        found = _ink(drawn.to_pil().convert("RGB"), red).getbbox()
        if found is None:
            return None
        dot = 25.4 / INK_DPI
        x0, y0, x1, y1 = (side * dot for side in found)
        return (area[0] + x0, area[1] + y0, area[0] + x1, area[1] + y1)


def _ink(picture: Image.Image, red: bool) -> Image.Image:
    reds, greens, _ = picture.split()
    if red:
        return ImageChops.subtract(reds, greens).point(lambda value: 255 if value > 100 else 0)
    return reds.point(lambda value: 255 if value < 128 else 0)
