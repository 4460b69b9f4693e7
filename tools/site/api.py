"""Reference of the API from its own description, and of the pages from their routes."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from stanch.settings import Settings, packaged_data
from tools.site.text import cell, code, page, table


def pages() -> dict[str, str]:
    """The API and the pages of the service."""
    spec = description()
    return {"reference/api.md": _api(spec), "reference/pages.md": _pages()}


def description() -> dict[str, Any]:
    """The OpenAPI description that the service serves."""
    from stanch.web.app import create_app
    from stanch.web.options import options_from

    nowhere = Path("nowhere")
    settings = Settings(data_dir=packaged_data(), home=nowhere, store_url="sqlite://", processes=1)
    spec: dict[str, Any] = create_app(settings, options_from({})).openapi()
    return spec


def routes_of_pages() -> list[tuple[str, str, str]]:
    """Method, path and purpose of every route for people, in the order of the modules that hold them."""
    import stanch.web

    found = []
    for module in sorted(each.name for each in pkgutil.iter_modules(stanch.web.__path__)):
        if not module.startswith("page_"):
            continue
        router = importlib.import_module(f"stanch.web.{module}").router
        for route in router.routes:
            methods = ", ".join(sorted(route.methods - {"HEAD"}))
            found.append((methods, route.path, first_line(route.endpoint.__doc__)))
    return found


def first_line(text: str | None) -> str:
    """The first sentence of a docstring."""
    return (text or "").strip().split("\n\n")[0]


def _pages() -> str:
    rows = [(methods, code(path), what) for methods, path, what in routes_of_pages()]
    return page(
        "Pages",
        "the routes of the service",
        "Every page works without JavaScript and by keyboard. `?format=json` gives its tables as JSON, `?format=csv&table=1` a table"
        " as CSV."
        " What each role may do stands in [the guide to the service](../service.md).",
        table(("method", "address", "what it is"), rows),
    )


def _api(spec: Mapping[str, Any]) -> str:
    parts = [
        spec["info"]["description"],
        "The running service gives this description at `/openapi.json`.",
        table(
            ("route", "what it does"),
            [
                (code(f"{method.upper()} {path}"), operation.get("description") or operation["summary"])
                for path, method, operation in _operations(spec)
            ],
        ),
    ]
    parts += [_operation(path, method, operation) for path, method, operation in _operations(spec)]
    parts += [
        "## Bodies",
        *(_schema(name, schema) for name, schema in sorted(spec["components"]["schemas"].items())),
    ]
    return page("API", "the OpenAPI description of the service", *parts)


def _operations(spec: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for path, methods in spec["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _operation(path: str, method: str, operation: Mapping[str, Any]) -> str:
    parts = [f"## `{method.upper()} {path}`", cell(operation.get("description") or "")]
    if parameters := operation.get("parameters"):
        rows = [
            (
                code(each["name"]),
                each["in"],
                "yes" if each.get("required") else "",
                _type(each["schema"]),
                each.get("description", ""),
            )
            for each in parameters
        ]
        parts.append(table(("parameter", "in", "needed", "takes", "what it is"), rows))
    if body := operation.get("requestBody"):
        kinds = ", ".join(f"{code(kind)}: {_type(held['schema'])}" for kind, held in body["content"].items())
        parts.append(f"Body: {kinds}")
    codes = ", ".join(
        f"{code(status)} {each['description']}" for status, each in operation["responses"].items()
    )
    parts.append(f"Answers: {codes}")
    return "\n\n".join(part for part in parts if part)


def _schema(name: str, schema: Mapping[str, Any]) -> str:
    needed = schema.get("required", ())
    rows = [
        (code(key), "yes" if key in needed else "", _type(held), held.get("description", ""))
        for key, held in schema.get("properties", {}).items()
    ]
    return "\n\n".join(
        [
            f"### {name}",
            cell(schema.get("description", "")),
            table(("field", "needed", "takes", "what it is"), rows),
        ]
    )


def _type(schema: Mapping[str, Any]) -> str:
    """A JSON Schema in words."""
    if "$ref" in schema:
        return code(schema["$ref"].rsplit("/", 1)[-1])
    if "anyOf" in schema:
        return " or ".join(_type(each) for each in schema["anyOf"] if each.get("type") != "null")
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    said = str(schema.get("type", "anything"))
    if isinstance(schema.get("additionalProperties"), dict):
        said = f"object of {_type(schema['additionalProperties'])}"
    if schema.get("enum"):
        said = ", ".join(code(each) for each in schema["enum"])
    default = schema.get("default")
    return f"{said}, default {code(default)}" if default not in (None, "", [], {}) else said
