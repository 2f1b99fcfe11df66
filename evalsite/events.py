"""One event is one line of JSON, without what people typed.

A line holds the message as the program wrote it, before values are filled in, and those values only whose names are
in SHOWN. An exception is its type and the places it passed, never its message: PostgreSQL and Python quote data there.
"""

import json
import logging
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

SHOWN = (
    "user_id",
    "method",
    "route",
    "status_code",
    "milliseconds",
    "action",
    "assessment_id",
    "department_id",
    "account",
    "address",
)

log = logging.getLogger(__name__)


class EventFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        event: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": _name_of(record),
        }
        event |= {name: getattr(record, name) for name in SHOWN if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            event["exception"] = record.exc_info[0].__qualname__
            event["frames"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps(event, ensure_ascii=False, default=str)


def _name_of(record: logging.LogRecord) -> str:
    if record.name == "django.request" and isinstance(record.args, tuple) and record.args:
        return str(record.args[0])  # Django's reason phrase; the path behind it is typed text
    return record.msg[:200] if isinstance(record.msg, str) else type(record.msg).__name__


class RequestLogMiddleware:
    """One line per request: the route as the program names it (no typed address, no query), who, and how long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = self.get_response(request)
        user = getattr(request, "user", None) if hasattr(request, "session") and request.session.accessed else None
        log.info(
            "request",
            extra={
                "method": request.method,
                "route": request.resolver_match.route if request.resolver_match else None,
                "status_code": response.status_code,
                "user_id": user.pk if user else None,
                "milliseconds": round((time.perf_counter() - start) * 1000),
            },
        )
        return response
