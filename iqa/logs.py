"""Logs without casework: neither what an exception quotes nor what an address asks for is written."""

import logging
import sys
import traceback
from typing import Any

import structlog
from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware as StructlogRequestMiddleware
from structlog.typing import EventDict, Processor, WrappedLogger


class RequestMiddleware(StructlogRequestMiddleware):
    """Gives each request its reference, and logs its path without the query, which may name a case or a person."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {request.path}"


def line_formatter(*, readable: bool) -> logging.Formatter:
    """One event a line, whoever logs it: keys and values to read, or JSON for a machine."""
    foreign: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso"),
    ]
    renderer: Processor = (
        structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"])
        if readable
        else structlog.processors.JSONRenderer()
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=foreign,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, name_exception, renderer],
    )


def name_exception(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Put an exception's types and lines of code in place of its message and values: those may quote casework."""
    exception = _exception_in(event.pop("exc_info", None))
    if exception is not None:
        event["error"] = " from ".join(_types(exception))
        event["lines"] = _lines(exception)
    return event


def _exception_in(exc_info: Any) -> BaseException | None:
    if isinstance(exc_info, BaseException):
        return exc_info
    if isinstance(exc_info, tuple):
        return exc_info[1]
    return sys.exc_info()[1] if exc_info else None


def _types(exception: BaseException) -> list[str]:
    names = []
    cause: BaseException | None = exception
    while cause is not None:
        names.append(f"{type(cause).__module__}.{type(cause).__qualname__}".removeprefix("builtins."))
        cause = cause.__cause__ or cause.__context__
    return names


def _lines(exception: BaseException) -> list[str]:
    """Module, line and function of each call, the failing one last."""
    calls = traceback.walk_tb(exception.__traceback__)
    return [f"{frame.f_globals.get('__name__')}:{line} {frame.f_code.co_name}" for frame, line in calls]
