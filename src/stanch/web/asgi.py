"""The application as servers load it: ``uvicorn --factory stanch.web.asgi:make``."""

from __future__ import annotations

from fastapi import FastAPI

from stanch.settings import settings_from
from stanch.web.app import create_app
from stanch.web.options import options_from


def make() -> FastAPI:
    """The application, with settings and options out of the environment."""
    return create_app(settings_from(), options_from())
