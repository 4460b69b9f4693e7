"""The description of the API as a page: every route with its parameters, out of the same OpenAPI document that programs read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from stanch.web.pages import show

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One way to ask."""

    method: str
    path: str
    about: str
    parameters: tuple[tuple[str, str, str, str], ...]  # name, where it goes, kind, what it means
    body: str


@router.get("/docs")
def page(request: Request) -> Response:
    """Every route, by subject."""
    described = request.app.openapi()
    groups: dict[str, list[Route]] = {}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            subject = (operation.get("tags") or ["other"])[0]
            groups.setdefault(subject, []).append(_route(method, path, operation))
    return show(request, "docs.html", groups=groups, about=described["info"]["description"])


def _route(method: str, path: str, operation: Mapping[str, Any]) -> Route:
    body = operation.get("requestBody", {}).get("content", {})
    return Route(
        method=method.upper(),
        path=path,
        about=operation.get("description", ""),
        parameters=tuple(
            (item["name"], item["in"], _kind(item["schema"]), item.get("description", ""))
            for item in operation.get("parameters", ())
        ),
        body=", ".join(f"{media} ({_kind(held['schema'])})" for media, held in body.items()),
    )


def _kind(schema: Mapping[str, Any]) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(_kind(item) for item in schema["anyOf"] if item.get("type") != "null")
    if "enum" in schema:
        return "one of " + ", ".join(str(value) or "(empty)" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"{_kind(schema['items'])}, may be repeated"
    bounds = [
        f"{word} {schema[key]}" for key, word in (("minimum", "from"), ("maximum", "to")) if key in schema
    ]
    default = f", {schema['default']} if not given" if schema.get("default") not in (None, "", []) else ""
    return " ".join((str(schema.get("type", "anything")), *bounds)) + default
