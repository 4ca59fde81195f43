"""Charts as geometry: where things are, and that nothing leaves the paper or is told by colour alone."""

import math
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iqa.govuk.charts import NARROW, WIDE, Bar, BarChart, Break, FunnelPlot, Limit, LineChart, Member, Point, Series
from iqa.govuk.charts.scale import Scale, label_of, share_ticks, ticks
from iqa.govuk.charts.shapes import STYLES
from iqa.govuk.charts.words import cut, spread, width_of, wrapped

SIZES = [WIDE, NARROW]
QUARTERS = tuple(f"{year}-{year % 100 + 1} Q{quarter}" for year in (2015, 2016, 2017) for quarter in range(1, 5))


def lines(*series: Series, **more) -> LineChart:
    return LineChart("It fell", "From 90.0% to 80.0%.", QUARTERS, series, **more)


def rising(name: str, start: float) -> Series:
    return Series(name, tuple(Point(start + n, start + n - 3, start + n + 3) for n in range(len(QUARTERS))))


FOUR = [rising("Advice", 60), rising("Charging and review", 61), rising("Case progression", 75), rising("Court", 80)]
MEMBERS = tuple(Member(f"Unit {n}", n * (9 if n % 2 else 5), n * 10) for n in range(1, 40))
CHARTS = [
    lines(*FOUR, breaks=(Break(4, "New questions from 1 April 2016"),)),
    lines(Series("None at all", (None,) * len(QUARTERS))),
    lines(Series("A name that is far too long for the room beside its line", (None, Point(50), *[None] * 10))),
    LineChart("Nothing", "", (), ()),
    LineChart("IQAs", "", QUARTERS, (Series("IQAs", tuple(Point(n * 1234) for n in range(12))),), unit=""),
    BarChart(
        "Bars", "", tuple(Bar(f"{n}. {'Disclosure ' * n}", n * 10, n * 9, n * 10, faint=n > 8) for n in range(11))
    ),
    BarChart("Bars", "", (Bar("9. Nothing", None), Bar("", 0, 0, 3))),
    BarChart("Bars", "", ()),
    BarChart("IQAs", "", (Bar("Wessex", 12_345),), unit=""),
    FunnelPlot("Funnel", "", MEMBERS, "answers"),
    FunnelPlot("Funnel", "", (Member("One", 3, 3), Member("None", 0, 0)), "answers"),
    FunnelPlot("Funnel", "", (), "answers"),
]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: f"{type(chart).__name__}: {chart.title}")
def test_nothing_leaves_the_paper(chart, size):
    drawing = chart.draw(size)
    assert drawing.width == size.width
    for shape in drawing.shapes:
        for x in xs_of(shape):
            assert -0.1 <= x <= drawing.width + 0.1, shape
        for name in ("y", "y1", "y2", "cy"):
            assert -0.1 <= shape.attrs.get(name, 0) <= drawing.height, shape


def xs_of(shape):
    if shape.tag == "text":
        x, width = shape.attrs["x"], width_of(shape.text)
        before = {"start": 0, "middle": width / 2, "end": width}[shape.attrs["text-anchor"]]
        return [x - before, x - before + width]
    if shape.tag == "rect":
        return [shape.attrs["x"], shape.attrs["x"] + shape.attrs["width"]]
    return [value for name, value in shape.attrs.items() if name in ("x1", "x2")]


def words_of(drawing):
    return [shape.text for shape in drawing.shapes if shape.text]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
def test_a_line_is_named_at_its_end_and_looks_unlike_the_others(size):
    drawing = lines(*FOUR).draw(size)
    named = " ".join(words_of(drawing))
    for name in ("Advice", "Charging and", "review", "progression", "Court"):
        assert name in named
    drawn = [shape.attrs for shape in drawing.shapes if shape.tag == "path" and "stroke-dasharray" in shape.attrs]
    assert len({attrs["stroke-dasharray"] for attrs in drawn}) == 3  # and one without
    assert len({style.mark for style in STYLES}) == 4


def test_names_of_lines_do_not_touch():
    drawing = lines(*FOUR).draw(WIDE)
    heights = sorted(shape.attrs["y"] for shape in drawing.shapes if shape.attrs.get("font-weight") == "bold")
    assert all(below - above >= 14 for above, below in pairwise(heights))


def test_no_line_crosses_a_break_or_a_gap():
    whole = lines(rising("Advice", 60)).draw(WIDE)
    broken = lines(rising("Advice", 60), breaks=(Break(4, "New questions"),)).draw(WIDE)
    gap = Series("Advice", (*[Point(60)] * 5, None, *[Point(70)] * 6))
    assert [len(run) for run in runs(whole)] == [12]
    assert [len(run) for run in runs(broken)] == [4, 8]
    assert [len(run) for run in runs(lines(gap).draw(WIDE))] == [5, 6]
    assert "New questions" in words_of(broken)


def runs(drawing):
    """The points of each stretch of line."""
    stretches = [shape.attrs["d"] for shape in drawing.shapes if shape.attrs.get("stroke-width") == 2.5]
    return [re.findall(r"[\d.]+ [\d.]+", stretch) for stretch in stretches]


def test_more_than_four_lines_are_refused():
    with pytest.raises(ValueError, match="4 lines at most"):
        lines(*FOUR, rising("Fifth", 50))


def test_a_bar_that_rests_on_little_is_hollow():
    solid, hollow = (BarChart("", "", (Bar("9", 50, faint=faint),)).draw(WIDE) for faint in (False, True))
    fills = [[shape.attrs["fill"] for shape in drawing.shapes if shape.tag == "rect"] for drawing in (solid, hollow)]
    assert fills == [[STYLES[0].colour], ["#ffffff"]]


def test_limits_of_a_funnel():
    """Against the formula's own: half of 100, 95 % within 9.8 points, 99.8 % within 15.45."""
    funnel = FunnelPlot("", "", (Member("All", 50, 100),), "answers")
    assert funnel.centre == 50
    assert funnel.limits_at(100, Limit.WARNING) == pytest.approx((40.2002, 59.7998), abs=1e-4)
    assert funnel.limits_at(100, Limit.ALARM) == pytest.approx((34.5488, 65.4512), abs=1e-4)
    assert funnel.limits_at(1, Limit.ALARM) == (0, 100)


@pytest.mark.parametrize(("part", "beyond"), [(450, None), (462, None), (485, Limit.WARNING), (500, Limit.ALARM)])
def test_who_lies_outside_the_limits(part, beyond):
    rest = Member("Rest", 450_000, 1_000_000)
    member = Member("One", part, 1_000)
    assert FunnelPlot("", "", (rest, member), "answers").beyond(member) is beyond


def test_a_funnel_names_only_who_is_far_outside():
    members = (Member("Rest", 8_000, 10_000), Member("Inside", 81, 100), Member("Outside", 40, 100))
    words = words_of(FunnelPlot("", "", members, "answers").draw(WIDE))
    assert "Outside" in words
    assert "Inside" not in words
    assert {"95% limits", "99.8% limits"} < set(words)


def test_a_member_of_few_is_part_of_the_whole_and_not_shown():
    members = (Member("Rest", 8_000, 10_000), Member("Outside", 0, 9))
    funnel = FunnelPlot("", "", members, "answers", least=10)
    assert funnel.centre == pytest.approx(100 * 8_000 / 10_009)
    assert "Outside" not in words_of(funnel.draw(WIDE))


def test_the_whole_is_said_as_tables_say_it():
    words = words_of(FunnelPlot("", "", (Member("All", 117, 208),), "answers").draw(WIDE))
    assert "All: 56.3%" in words
    assert "All: 92.0%" in words_of(FunnelPlot("", "", (Member("All", 92, 100),), "answers").draw(WIDE))


def test_a_number_on_few_is_neither_bold_nor_black():
    few, many = (
        next(
            shape
            for shape in BarChart("", "", (Bar("One", 50.0, 40.0, 60.0, faint=faint),)).draw(WIDE).shapes
            if shape.text == "50.0%"
        ).attrs
        for faint in (True, False)
    )
    assert "font-weight" not in few
    assert few["fill"] != many["fill"]


@pytest.mark.parametrize(("part", "points_down"), [(77, False), (53, True)])
def test_a_triangle_points_to_the_side_that_its_member_lies_on(part, points_down):
    members = (Member("Rest", 6_500, 10_000), Member("One", part, 100))
    funnel = FunnelPlot("", "", members, "answers")
    assert funnel.beyond(members[1]) is Limit.WARNING
    [outline] = [
        shape.attrs["d"]
        for shape in funnel.draw(WIDE).shapes
        if shape.attrs.get("fill") == STYLES[1].colour and shape.tag == "path"
    ]
    from_tip = float(re.match(r"M\S+ \S+l\S+ ([-\d.]+)h", outline)[1])
    assert (from_tip < 0) == points_down


@given(st.floats(0, 1e6), st.floats(0.001, 1e6), st.integers(2, 8))
def test_ticks_hold_what_they_are_for(low, span, about):
    found = ticks(low, low + span, about=about)
    slack = span * 1e-3
    assert found[0] <= low + slack
    assert found[-1] >= low + span - slack
    assert 2 <= len(found) <= about + 3
    assert found == sorted(set(found))


@given(st.lists(st.floats(0, 100), max_size=9))
def test_ticks_of_shares_stay_within_them(numbers):
    found = share_ticks(numbers)
    assert found[0] >= 0
    assert found[-1] <= 100
    assert len(found) > 1
    assert all(found[0] <= number <= found[-1] for number in numbers)


def test_all_fully_met_has_a_scale_too():
    assert share_ticks([100, 100])[-1] == 100


@given(st.lists(st.tuples(st.floats(0, 300), st.integers(1, 2)), max_size=8))
def test_spread_labels_never_touch(wanted):
    middles, heights = [each[0] for each in wanted], [each[1] * 17.0 for each in wanted]
    found = spread(middles, heights, top=0, bottom=300)
    boxes = sorted((middle - height / 2, middle + height / 2) for middle, height in zip(found, heights, strict=True))
    assert all(box[0] >= -1e-6 and box[1] <= 300 + 1e-6 for box in boxes)
    assert all(one[1] <= other[0] + 1e-6 for one, other in pairwise(boxes))


@given(st.text(max_size=60), st.floats(20, 200))
def test_words_are_cut_to_their_room(words, room):
    assert width_of(cut(words, room)) <= max(room, width_of("…"))
    assert all(width_of(each) <= room for each in wrapped(words, room))


def test_scale_and_labels():
    scale = Scale(0, 100, 300, 0)
    assert [scale.at(number) for number in (-5, 0, 25, 100, 200)] == [300, 300, 225, 0, 0]
    assert [label_of(80, "%"), label_of(12_500, ""), label_of(0.5, "")] == ["80%", "12,500", "0.5"]
    assert math.isclose(sum(share_ticks([])), 300)
