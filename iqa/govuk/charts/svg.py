"""A drawing as SVG in a page."""

from html import escape

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from iqa.govuk.charts.shapes import NARROW, WIDE, Chart, Shape, Size


def chart_html(chart: Chart) -> SafeString:
    """The chart in each size; the style sheet shows one of them, to eyes and ears alike."""
    return format_html('<div class="iqa-chart">{}{}</div>', _svg(chart, WIDE), _svg(chart, NARROW))


def _svg(chart: Chart, size: Size) -> SafeString:
    drawing = chart.draw(size)
    return format_html(
        '<svg class="iqa-chart__drawing iqa-chart__drawing--{}" viewBox="0 0 {} {}" role="img" focusable="false">'
        "<title>{}</title><desc>{}</desc>{}</svg>",
        size.name,
        _number(drawing.width),
        _number(drawing.height),
        chart.title,
        chart.description,
        mark_safe("".join(_element(shape) for shape in drawing.shapes)),  # noqa: S308  (each part is escaped)
    )


def _element(shape: Shape) -> str:
    attrs = " ".join(f'{name}="{_value(value)}"' for name, value in shape.attrs.items())
    return f"<{shape.tag} {attrs}>{escape(shape.text)}</{shape.tag}>" if shape.text else f"<{shape.tag} {attrs}/>"


def _value(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else _number(value)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
