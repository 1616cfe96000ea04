"""Every page can be used by keyboard and read aloud: landmarks, labels, heads of tables, names of links; no mouse, no script."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

from tests.airflow.board.conftest import Board
from tests.airflow.board.test_pages import MATRIX, text

PAGES = {
    "reviewer": (
        MATRIX,
        "/huizong/report/T09/F-ECON-M/2025-06",
        "/huizong/report/T06/F-ECON-M/2025-06",
        "/huizong/rollups?period=2025-06",
        "/huizong/indicator/E01/cumulative/2025-06",
        "/huizong/changes",
        "/huizong/rules",
        "/huizong/rule/prose-missing",
        "/huizong/queues",
        "/huizong/try",
    ),
    "superior": ("/huizong/rollups?period=2025-06", "/huizong/queues"),
    "t04": ("/huizong/", "/huizong/report/T04/F-ECON-M/2025-06", "/huizong/try"),
}
VOID = {"br", "hr", "img", "input", "link", "meta"}
FIELDS = {"input", "select", "textarea"}


@dataclass
class Element:
    """An element of a page, what is in it in order, and what is said of it by its own text and that of what is in it."""

    name: str
    told: dict[str, str]
    within: tuple[str, ...] = ()
    words: str = ""
    names: list[str] = field(default_factory=list)


class Page(HTMLParser):
    """Every element of a page in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()
        assert self._open == [], "an element is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(each.name for each in self._open))
        for outer in self._open:
            outer.names.append(tag)
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().name == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        for outer in self._open:
            outer.words += data

    def all(self, *names: str) -> list[Element]:
        return [element for element in self.elements if element.name in names]

    def ids(self) -> list[str]:
        return [element.told["id"] for element in self.elements if "id" in element.told]


@pytest.fixture(params=[(name, address) for name, addresses in PAGES.items() for address in addresses], ids=lambda pair: "".join(pair))
def page(request: pytest.FixtureRequest, county: Board) -> Page:
    return Page(text(county, *request.param))


def test_it_says_its_language_its_title_and_where_its_body_begins(page: Page) -> None:
    (html,) = page.all("html")
    assert html.told["lang"] == "zh-CN"
    (title,) = (one for one in page.all("title") if "head" in one.within)
    assert title.words.strip(" ·汇总")
    assert len(page.all("h1")) == len(page.all("main")) == 1
    first = next(element for element in page.elements if element.name in {"a", "button", *FIELDS})
    assert (first.told["class"], first.told["href"]) == ("skip", "#main")  # the first stop of the keyboard leads past the navigation
    assert page.all("main")[0].told["id"] == "main"
    assert all("aria-label" in element.told for element in page.all("nav"))


def test_each_field_has_its_label_and_each_button_and_link_its_words(page: Page) -> None:
    for one in page.all(*FIELDS):
        assert one.told.get("type") == "hidden" or "label" in one.within or one.told.get("aria-label"), one
    assert all(label.words.strip() for label in page.all("label"))
    for one in page.all("a", "button", "summary"):
        assert one.words.strip() or one.told.get("aria-label"), one


def test_each_table_has_its_name_and_each_head_says_what_it_is_the_head_of(page: Page) -> None:
    for table in page.all("table"):
        named = table.told.get("aria-labelledby")
        assert named in page.ids() if named else "caption" in table.names, table.told
    assert {head.told.get("scope") for head in page.all("th")} <= {"col", "row"}


def test_each_picture_has_words_or_is_passed_over(page: Page) -> None:
    for picture in page.all("svg"):
        assert picture.told.get("aria-hidden") == "true" or "title" in picture.names or picture.told.get("aria-label"), picture.told
    assert page.all("img") == []


def test_nothing_needs_a_mouse_or_a_script_and_the_order_is_that_of_the_page(page: Page) -> None:
    assert page.all("script") == []
    for element in page.elements:
        assert not [name for name in element.told if name.startswith("on")], element.told
        assert element.told.get("tabindex", "0") in ("0", "-1"), element.told
    assert len(page.ids()) == len(set(page.ids()))
