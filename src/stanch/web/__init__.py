"""The service: an API that existing screening clients can use, and pages for people, over everything stanch holds.

``create_app(settings)`` in `app` makes the ASGI application; `service` holds what requests share; ``api_*`` are routes for programs,
``page_*`` for people. Every handler is thin: read the request, call one function, show the answer.
"""
