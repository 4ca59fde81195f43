"""What stands in the addresses of pages."""

from django.urls.converters import IntConverter


class KeyConverter(IntConverter):
    """The key of a record: a number that a database can hold. A longer one is nobody's, so its page is not there."""

    regex = "[0-9]{1,18}"
