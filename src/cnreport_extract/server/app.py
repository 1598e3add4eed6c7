"""The workbench as an ASGI application, and the server that runs it."""

import os
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from cnreport_extract import __version__
from cnreport_extract.errors import InputError
from cnreport_extract.pipeline import Extractor
from cnreport_extract.server import extraction, judging, pages
from cnreport_extract.server.archive import Archive
from cnreport_extract.server.guard import Guard
from cnreport_extract.server.look import page
from cnreport_extract.server.reviews import ReviewStore
from cnreport_extract.server.settings import Settings

_ABOUT = "Facts out of Chinese press releases: entity, metric, value, unit and date, each anchored to the characters it came from."


def make_app(settings: Settings, extractor: Extractor) -> FastAPI:
    """The application, ready to serve.

    Raises:
        InputError: The archive or the file of reviews cannot be read.
    """
    app = FastAPI(title="cnreport_extract", version=__version__, description=_ABOUT, docs_url=None, redoc_url=None, lifespan=_lifespan)
    app.state.settings, app.state.extractor = settings, extractor
    app.state.archive = Archive(settings.archive) if settings.archive else None
    app.state.reviews = ReviewStore(settings.reviews)
    for part in (extraction, judging, pages):
        app.include_router(part.router)
    app.add_exception_handler(InputError, _explained)
    app.add_middleware(Guard, settings=settings)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    if app.state.archive is not None:
        app.state.archive.close()


def _explained(request: Request, error: Exception) -> Response:
    """What cannot be done is one clear line, on a page for browsers and as JSON for programs."""
    if "text/html" in request.headers.get("accept", ""):
        return page(request, "message.html", {"message": str(error)}, status=422)
    return JSONResponse({"detail": str(error)}, 422)


def serve(app: FastAPI, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until interrupted.

    Args:
        app: What to serve.
        host: Address to listen on.
        port: Port to listen on; 0: any that is free.
        ready: Called with the address of the workbench once it listens.

    Raises:
        InputError: The port is taken, or the host is not one of this machine.
    """
    try:
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=128)
    except OSError as error:
        reason = (os.strerror(error.errno) if error.errno else str(error)).lower()  # strerror repeats the address
        raise InputError(f"{host}:{port}: cannot listen here ({reason}); choose another --port or --host") from error
    with closing(listening):
        name = f"[{host}]" if ":" in host else host
        ready(f"http://{name}:{listening.getsockname()[1]}/")
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=3)
        uvicorn.Server(config).run(sockets=[listening])
