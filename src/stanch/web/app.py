"""Making the application: routes, the order of what stands before them, and what each error looks like."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from importlib.resources import files as package_files
from pathlib import Path

import sqlalchemy as sa
from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from prometheus_client import CollectorRegistry
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.middleware.sessions import SessionMiddleware
from starlette.staticfiles import StaticFiles

from stanch.errors import NotFound, StanchError, StoreError, UsageError
from stanch.settings import Settings
from stanch.web import (
    api_country,
    api_decisions,
    api_feed,
    api_law,
    api_match,
    api_read,
    api_reconcile,
    api_review,
    api_search,
    api_system,
    page_account,
    page_alerts,
    page_approvals,
    page_desk,
    page_docs,
    page_dossier,
    page_entity,
    page_home,
    page_law,
    page_money,
    page_review,
    page_screen,
)
from stanch.web.doors import Doors
from stanch.web.headers import Headers
from stanch.web.limits import Limits
from stanch.web.metrics import Metrics, metrics_response
from stanch.web.options import WebOptions
from stanch.web.pages import back_to, show
from stanch.web.people import Role, needs
from stanch.web.service import Service
from stanch.web.shapes import Problem
from stanch.web.twins import Twins

log = logging.getLogger(__name__)

ABOUT = """Screening, rules, dossiers and leaks. The screening routes have the shapes that clients of the field's usual API expect;
`as_of` asks for another day, and answers add the decision, its reasons and the measures that follow."""

_REFUSALS: dict[int | str, str] = {
    400: "A value cannot be used; the detail says which and why",
    401: "Sign in, or send an API key",
    403: "Your role does not allow it",
    404: "Not held",
    413: "The request is too large",
    429: "Too many requests; Retry-After says when to come back",
    503: "Busy, or the store cannot be used; nothing of the request was kept",
}


def create_app(settings: Settings, options: WebOptions) -> FastAPI:
    """The service as an ASGI application.

    Args:
        settings: the installation.
        options: sign-in, limits, secrets.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if options.secret_is_made_up and options.sign_in:
            log.warning(
                "STANCH_SECRET is not set: sessions end with this process, and other workers do not know them"
            )
        app.state.service = Service(settings)
        app.state.service.engine()
        yield
        app.state.service.close()

    registry = CollectorRegistry()
    app = FastAPI(
        title="stanch",
        version=version("stanch"),
        description=ABOUT,
        lifespan=lifespan,
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        responses={code: {"model": Problem, "description": why} for code, why in _REFUSALS.items()},
    )
    app.state.options = options
    _add_routes(app, registry)
    _add_errors(app)
    # last added is first met: count everything, then headers, then limits, doors, twins, then sessions
    app.add_middleware(
        SessionMiddleware,
        secret_key=options.secret,
        session_cookie=options.cookie,
        same_site="lax",
        https_only=options.secure,
        max_age=12 * 3600,
    )
    app.add_middleware(Twins, routes=app.routes)
    app.add_middleware(Doors, hosts=options.hosts, cookie=options.cookie)
    app.add_middleware(
        Limits,
        max_body=options.max_body,
        requests_a_minute=options.requests_a_minute,
        at_once=options.at_once,
    )
    app.add_middleware(Headers, secure=options.secure)
    app.add_middleware(Metrics, registry=registry)
    return app


def _add_routes(app: FastAPI, registry: CollectorRegistry) -> None:
    open_routes = (api_system.router, page_account.router)
    read_routes = (
        api_system.held,
        api_match.router,
        api_search.router,
        api_reconcile.router,
        api_review.router,
        api_law.router,
        api_feed.router,
        api_country.router,
        api_read.router,
        api_decisions.router,
        page_docs.router,
        page_home.router,
        page_dossier.router,
        page_desk.router,
        page_entity.router,
        page_alerts.router,
        page_approvals.router,
        page_law.router,
        page_money.router,
        page_review.router,
        page_screen.router,
    )
    for router in open_routes:
        app.include_router(router)
    for router in read_routes:
        app.include_router(router, dependencies=[Depends(needs(Role.READER))])
    static = Path(str(package_files("stanch.web"))) / "static"
    app.mount("/static", StaticFiles(directory=static), name="static")

    @app.get("/metrics", include_in_schema=False)
    def metrics() -> Response:
        return metrics_response(registry)


def reads_pages(request: Request) -> bool:
    """True for a person at a browser, who gets a page where a program gets JSON."""
    return "text/html" in request.headers.get("accept", "")


def said(request: Request, detail: str, status: int) -> Response:
    """What is wrong, as a page or as JSON."""
    if not reads_pages(request):
        return JSONResponse({"detail": detail}, status_code=status)
    try:
        return show(request, "error.html", status=status, detail=detail)
    except (sa.exc.SQLAlchemyError, StanchError):  # who is asking cannot be looked up either
        return PlainTextResponse(detail, status_code=status)


def _add_errors(app: FastAPI) -> None:
    statuses: tuple[tuple[type[StanchError], int], ...] = (
        (UsageError, 400),
        (NotFound, 404),
        (StoreError, 503),
        (StanchError, 500),
    )

    @app.exception_handler(StanchError)
    def known(request: Request, error: StanchError) -> Response:
        status = next(code for kind, code in statuses if isinstance(error, kind))
        if status >= 500:
            log.error("%s %s: %s", request.method, request.url.path, error)
        return said(request, str(error), status)

    @app.exception_handler(sa.exc.DataError)
    def unkept(request: Request, error: sa.exc.DataError) -> Response:
        log.warning("%s %s: %s", request.method, request.url.path, error.orig)
        return said(request, "a value holds characters that cannot be kept", 400)

    @app.exception_handler(sa.exc.InterfaceError)
    @app.exception_handler(sa.exc.OperationalError)
    def store_down(request: Request, error: sa.exc.DBAPIError) -> Response:
        # locked for longer than we wait, disk full, database away: nothing of this request was kept
        log.error("%s %s: %s", request.method, request.url.path, error.orig)
        answer = said(request, "the store cannot be used just now; nothing of this request was kept", 503)
        answer.headers["retry-after"] = "5"
        return answer

    @app.exception_handler(StarletteHTTPException)
    def refused(request: Request, error: StarletteHTTPException) -> Response:
        if error.status_code == 401 and reads_pages(request):
            return RedirectResponse(f"/sign-in{back_to(request)}", status_code=303)
        answer = said(request, str(error.detail), error.status_code)
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(RequestValidationError)
    def unread(request: Request, error: RequestValidationError) -> Response:
        # without what was sent: it may be no JSON (NaN), megabytes long, or nobody's business
        wrong = [{key: item[key] for key in ("type", "loc", "msg")} for item in error.errors()]
        if not reads_pages(request):
            return JSONResponse({"detail": wrong}, status_code=422)
        words = [f"{'.'.join(str(part) for part in item['loc'][1:])}: {item['msg']}" for item in wrong]
        return said(request, "; ".join(words), 422)

    @app.exception_handler(Exception)
    def unknown(request: Request, error: Exception) -> JSONResponse:
        log.error("%s %s", request.method, request.url.path, exc_info=error)
        return JSONResponse({"detail": "something went wrong here; it is in the log"}, status_code=500)
