"""Charts as inline SVG: pure geometry, in two sizes, one for a phone. They know numbers and names, and not of what.

A chart has a `title`, which says the finding, a `description`, which says the trend, and `draw(size)`. Nothing in a
drawing is told by colour alone, and nothing needs a style that the Content Security Policy would stop.
"""

from iqa.govuk.charts.bars import Bar, BarChart
from iqa.govuk.charts.funnel import FunnelPlot, Limit, Member
from iqa.govuk.charts.lines import Break, LineChart, Point, Series
from iqa.govuk.charts.shapes import NARROW, WIDE, Chart, Drawing, Shape, Size

__all__ = [
    "NARROW",
    "WIDE",
    "Bar",
    "BarChart",
    "Break",
    "Chart",
    "Drawing",
    "FunnelPlot",
    "Limit",
    "LineChart",
    "Member",
    "Point",
    "Series",
    "Shape",
    "Size",
]
