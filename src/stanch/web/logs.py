"""Logs of the service: plain lines, or one JSON object a line for machines. Neither says who was asked about."""

from __future__ import annotations

import json
import logging
from typing import Any


class WithoutQuestions(logging.Filter):
    """Cuts the question off the address in the server's access log: ``/search/default?q=a name`` becomes ``/search/default``."""

    def filter(self, record: logging.LogRecord) -> bool:
        """The record, with the address cut."""
        if record.name == "uvicorn.access" and isinstance(record.args, tuple) and len(record.args) == 5:
            client, method, path, version, status = record.args
            record.args = (client, method, str(path).partition("?")[0], version, status)
        return True


class JsonLines(logging.Formatter):
    """Each record as one JSON object; line breaks in a message cannot forge a second record."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.name == "uvicorn.access" and isinstance(record.args, tuple) and len(record.args) == 5:
            line |= dict(zip(("client", "method", "path", "http", "status"), record.args, strict=True))
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def log_config(*, structured: bool) -> dict[str, Any]:
    """A logging configuration for the server and for stanch."""
    plain = {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "stanch.web.logs.JsonLines"} if structured else plain},
        "filters": {"private": {"()": "stanch.web.logs.WithoutQuestions"}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "lines", "filters": ["private"]}
        },
        "loggers": {
            "uvicorn": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
            "stanch": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        },
    }
