"""GOV.UK's components as template tags. Each has its markup in `templates/components/`.

Attributes that HTML spells with a hyphen are written with an underscore: `data_key="n"` is `data-key="n"`.
"""

from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.forms.utils import flatatt
from django.template import Context
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.loader import render_to_string
from django.utils.html import Urlizer
from django.utils.safestring import SafeString, mark_safe

from iqa.govuk import formats
from iqa.govuk.charts import Chart
from iqa.govuk.charts.svg import chart_html
from iqa.govuk.controls import Control, Options
from iqa.govuk.errors import problems_of
from iqa.govuk.reveals import top_level
from iqa.govuk.words import in_a_sentence

register = template.Library()

register.filter("date_long", formats.date_long)
register.filter("deadline", formats.deadline)
register.filter("date_short", formats.date_short)
register.filter("time", formats.clock_time)


def _attributes(given: dict[str, Any]) -> SafeString:
    return flatatt({name.rstrip("_").replace("_", "-"): value for name, value in given.items() if value is not None})


@register.filter
def attributes(given: dict[str, Any]) -> SafeString:
    """A mapping as HTML attributes, with a space before each."""
    return flatatt(given)


class _Linking(Urlizer):
    url_template = '<a class="govuk-link" href="{href}"{attrs}>{url}</a>'


@register.filter
def govuk_links(text: str) -> SafeString:
    """Plain text, with the addresses in it as links."""
    return mark_safe(_Linking()(text, autoescape=True))  # noqa: S308


@register.filter
def any_actions(rows: list[dict[str, Any]]) -> bool:
    """Whether any row of a summary list has a link: the others then keep its place free."""
    return any(row.get("actions") for row in rows)


@register.simple_tag
def govuk_field(bound_field: BoundField, **options: Any) -> SafeString:
    """A field with its label or legend, hint, error and whatever its options reveal.

    What may be said of it is in `iqa.govuk.controls.Options`; the form's `field_options` say it for every page.
    """
    said = {**_said_of(bound_field), **options}
    said.setdefault("label_size", "l" if said.get("heading") else getattr(bound_field.form, "label_size", None))
    control = Control(bound_field, Options(**said))
    return render_to_string(control.template, {"control": control})


@register.simple_tag
def govuk_revealed_field(bound_field: BoundField) -> SafeString:
    """A field inside another: plain, unless the form says otherwise."""
    return govuk_field(bound_field, **{"label_size": None, **_said_of(bound_field)})


def _said_of(bound_field: BoundField) -> dict[str, Any]:
    """What a field's form says of how it looks."""
    return getattr(bound_field.form, "field_options", {}).get(bound_field.name, {})


@register.inclusion_tag("components/fields.html")
def govuk_fields(form: BaseForm) -> dict[str, Any]:
    """All of a form's fields, in order, hidden ones first; revealed ones inside what reveals them."""
    return {"hidden": form.hidden_fields(), "visible": list(top_level(form))}


@register.inclusion_tag("components/error_summary.html")
def govuk_error_summary(*forms: Any, title: str = "There is a problem") -> dict[str, Any]:
    """Everything wrong with one or more forms or formsets; nothing if nothing is."""
    return {"problems": list(problems_of(forms)), "title": title}


@register.inclusion_tag("components/button.html")
def govuk_button(
    text: str,
    *,
    href: str = "",
    kind: str = "",
    type: str = "submit",
    start: bool = False,
    classes: str = "",
    **attrs: Any,
) -> dict[str, Any]:
    """A button, or with `href` a link that looks like one. `kind`: secondary, warning, inverse.

    A second press of a submit button within a second is ignored.
    """
    own = [f"govuk-button--{name}" for name in (kind, "start" if start else "") if name] + [classes]
    return {
        "text": text,
        "href": href,
        "type": type,
        "start": start,
        "classes": " ".join(filter(None, own)),
        "prevent_double_click": not href and type == "submit",
        "attrs": _attributes(attrs),
    }


@register.inclusion_tag("components/tag.html")
def govuk_tag(text: str, colour: str = "") -> dict[str, str]:
    """A status. `colour`: grey, green, red, …, "blue" (also what no word gives), or "none"."""
    return {"text": text, "colour": "" if colour == "blue" else colour}


@register.inclusion_tag("components/back_link.html")
def govuk_back_link(href: str, text: str = "Back") -> dict[str, str]:
    return {"href": href, "text": text}


@register.inclusion_tag("components/breadcrumbs.html")
def govuk_breadcrumbs(*texts_and_hrefs: str) -> dict[str, Any]:
    """Text, address, text, address …; a last text without an address is the page itself."""
    texts, hrefs = texts_and_hrefs[::2], [*texts_and_hrefs[1::2], ""]
    return {"items": [{"text": text, "href": href} for text, href in zip(texts, hrefs, strict=False)]}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def govuk_pagination(context: Context, page: Any, param: str = "page", label: str = "Pagination") -> dict[str, Any]:
    """Previous and next, for a page of a Paginator; the rest of the address stays."""

    def link(number: int) -> dict[str, str]:
        query = context["request"].GET.copy()
        query[param] = str(number)
        return {"href": f"?{query.urlencode()}", "label": f"{number} of {page.paginator.num_pages}"}

    return {
        "previous": link(page.previous_page_number()) if page.has_previous() else None,
        "next": link(page.next_page_number()) if page.has_next() else None,
        "landmark": label,
    }


@register.simple_block_tag(end_name="endgovuk_details")
def govuk_details(content: str, summary: str, *, open: bool = False, **attrs: Any) -> SafeString:
    """{% govuk_details "Keyboard and guidance" %}…{% endgovuk_details %}"""
    said = {"content": content, "summary": summary, "open": open, "attrs": _attributes(attrs)}
    return render_to_string("components/details.html", said)


@register.simple_block_tag(end_name="endgovuk_inset")
def govuk_inset(content: str, classes: str = "") -> SafeString:
    """{% govuk_inset %}…{% endgovuk_inset %}"""
    return render_to_string("components/inset.html", {"content": content, "classes": classes})


@register.simple_block_tag(end_name="endgovuk_warning")
def govuk_warning(content: str, word: str = "Warning") -> SafeString:
    """{% govuk_warning %}…{% endgovuk_warning %}"""
    return render_to_string("components/warning.html", {"content": content, "word": word})


@register.simple_block_tag(end_name="endgovuk_panel")
def govuk_panel(content: str, title: str) -> SafeString:
    """{% govuk_panel "IQA recorded" %}…{% endgovuk_panel %}"""
    return render_to_string("components/panel.html", {"content": content, "title": title})


@register.simple_block_tag(end_name="endgovuk_banner")
def govuk_banner(content: str, title: str = "", *, kind: str = "", number: int = 1) -> SafeString:
    """{% govuk_banner kind="success" %}…{% endgovuk_banner %}; base.html shows Django's messages in one each.

    `number` tells banners on one page apart.
    """
    said = {"content": content, "title": title, "kind": kind, "number": number}
    return render_to_string("components/banner.html", said)


@register.simple_block_tag(end_name="endgovuk_table_region")
def govuk_table_region(content: str, label: str) -> SafeString:
    """Around a table too wide for a small screen: scrolls sideways, by keyboard too. `label`: unique on the page."""
    return render_to_string("components/table_region.html", {"content": content, "label": label})


@register.simple_tag
def govuk_chart(chart: Chart) -> SafeString:
    """A chart of `iqa.govuk.charts`; the table of its figures stands next to it."""
    return chart_html(chart)


class _SummaryList(template.Node):
    def __init__(self, nodelist: NodeList, said: dict[str, FilterExpression]) -> None:
        self.nodelist, self.said = nodelist, said

    def render(self, context: Context) -> SafeString:
        rows: list[dict[str, Any]] = []
        with context.push(govuk_summary_rows=rows):
            self.nodelist.render(context)
        said = {name: value.resolve(context) for name, value in self.said.items()}
        return render_to_string("components/summary_list.html", {"rows": rows, **said})


@register.tag
def govuk_summary_list(parser: Parser, token: Token) -> _SummaryList:
    """{% govuk_summary_list %}{% govuk_row "URN" %}…{% endgovuk_row %}…{% endgovuk_summary_list %}

    `card="Title"` draws it as a card; `classes="govuk-summary-list--no-border"`.
    """
    said = token_kwargs(token.split_contents()[1:], parser)
    nodelist = parser.parse(("endgovuk_summary_list",))
    parser.delete_first_token()
    return _SummaryList(nodelist, said)


@register.simple_block_tag(takes_context=True, end_name="endgovuk_row")
def govuk_row(
    context: Context, content: str, key: str, *, href: str = "", action: str = "Change", about: str | None = None
) -> str:
    """A row of a summary list; with `href`, a link to change it, whose name ends in `about` (unless given, the key)."""
    hidden = in_a_sentence(key) if about is None else about
    actions = [{"href": href, "text": action, "hidden": hidden}] if href else []
    context["govuk_summary_rows"].append({"key": key, "value": content, "actions": actions})
    return ""
