"""Charts as they stand in a page: for eyes, ears, and under a strict Content Security Policy."""

import pytest
from bs4 import BeautifulSoup

from iqa.govuk.charts.shapes import QUIET, STYLES
from tests.govuk.charts.test_geometry import CHARTS
from tests.govuk.markup import render


def drawn(chart):
    return BeautifulSoup(render("{% govuk_chart chart %}", chart=chart), "html.parser").find_all("svg")


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: f"{type(chart).__name__}: {chart.title}")
def test_a_chart_says_what_it_shows_and_needs_no_style(chart):
    for svg in drawn(chart):
        assert svg["role"] == "img"
        first, second = svg.find_all(recursive=False)[:2]
        assert (first.name, first.text) == ("title", chart.title)
        assert (second.name, second.text) == ("desc", chart.description)
        for element in [svg, *svg.find_all(True)]:
            assert not {name for name in element.attrs if name == "style" or name.startswith("on")}
        assert not svg.find_all(["style", "script", "foreignObject", "a", "image"])


def test_there_is_a_drawing_for_a_screen_and_one_for_a_phone():
    wide, narrow = drawn(CHARTS[0])
    assert [wide["viewbox"].split()[2], narrow["viewbox"].split()[2]] == ["720", "290"]


def test_what_people_typed_is_escaped():
    chart = type(CHARTS[0])("<b>&", '"<script>', CHARTS[0].periods, ())
    assert "<b>" not in render("{% govuk_chart chart %}", chart=chart)
    assert "<script>" not in render("{% govuk_chart chart %}", chart=chart)


@pytest.mark.parametrize("colour", [QUIET, *(style.colour for style in STYLES)])
def test_what_is_drawn_stands_out_from_white(colour):
    """WCAG 1.4.11 asks for 3:1, and 1.4.3 for 4.5:1 of the names, which have their line's colour."""
    asked = 3 if colour == QUIET else 4.5
    assert 1.05 / (luminance(colour) + 0.05) >= asked


def test_colours_differ_in_grey_too():
    """No two neighbours of STYLES alone by colour: each has its own dashes and mark."""
    assert len({style.dashes for style in STYLES}) == len({style.mark for style in STYLES}) == len(STYLES)


def luminance(colour: str) -> float:
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
