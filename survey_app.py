"""The whole application on one server: `streamlit run survey_app.py`.

Young people answer at `/s/CODE`, light pages that never load Streamlit. The team works at `/team`, Streamlit
pages behind a sign-in. This file only joins the parts: addresses, what stands between the network and them
(`survey.serving`), and what happens when the server starts.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import importlib
import logging
from collections.abc import AsyncIterator

import streamlit as st
from streamlit import config

from survey import look_around, running, serving
from survey.respond.routes import routes as phone_routes
from survey.retention import keep_to_schedule
from survey.team.colours import give_streamlit
from survey.team.sign_in import routes as sign_in_routes

log = logging.getLogger("survey")

HEAVY_IMPORTS = ("pandas", "altair", "sqlmodel", "survey.team.navigation")


@contextlib.asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Open the house, load what every page will need, and keep to the retention schedule while running."""
    give_streamlit(running.house().office.accent)
    serving.open_the_journal()
    for name in HEAVY_IMPORTS:
        importlib.import_module(name)
    # What was imported lives as long as the server, so no later collection need walk through it again.
    gc.collect()
    gc.freeze()
    log.info("Ready. Open http://localhost:%s/team", config.get_option("server.port"))
    look_around.go_on(running.house())
    retention = asyncio.create_task(keep_to_schedule(running.house))
    try:
        yield
    finally:
        look_around.stop()
        retention.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await retention


app = st.App(
    "survey/team/app.py",
    routes=[*sign_in_routes(running.house), *phone_routes(running.house)],
    middleware=serving.middleware(running.house),
    exception_handlers=serving.exception_handlers(),
    lifespan=lifespan,
)
