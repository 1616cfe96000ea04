"""The pages of a PDF as they are painted: in what order, and which letters are painted at all.

The library that finds the tables forgets both, so its own device is run with two notes on every object: its place in the
order of painting (`mcid`), and, of letters, how they are painted and lifted (`tag`).
"""

from __future__ import annotations

from typing import Any

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfplumber.page import PDFPageAggregatorWithMarkedContent


class OrderedDevice(PDFPageAggregatorWithMarkedContent):
    """Collects the objects of a page with their order."""

    painted = 0
    mode = 0
    rise = 0.0

    def render_string(self, textstate: Any, *others: Any) -> None:
        """Notes the rendering mode of the letters that follow (ISO 32000-1, 9.3.6) and how far they are lifted (9.3.7)."""
        self.mode, self.rise = int(textstate.render or 0), float(textstate.rise or 0)
        super().render_string(textstate, *others)

    def tag_cur_item(self) -> None:
        """Notes the order of the object made last."""
        self.painted += 1
        if self.cur_item._objs:
            made: Any = self.cur_item._objs[-1]
            made.mcid, made.tag = self.painted, (self.mode, self.rise)


def paint(page: Any) -> None:
    """Has the page painted by this device, so that its objects carry the notes."""
    device = OrderedDevice(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
    PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    page._layout = device.get_result()  # where the page looks before it paints itself
