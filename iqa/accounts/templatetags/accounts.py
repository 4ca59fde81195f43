from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from iqa.accounts.held import OWNER_FIELD, sign_owner

register = template.Library()


@register.simple_tag(takes_context=True)
def form_owner(context: Context) -> SafeString:
    """In every form that posts: whose it is, so that what they send after being signed out comes back to them."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return SafeString()
    return format_html('<input type="hidden" name="{}" value="{}">', OWNER_FIELD, sign_owner(request.user))
