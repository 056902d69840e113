"""How long does a young person with a slow phone and a bad signal wait? And how many can send at once?

    python -m tests.benchmarks.phone_page [--runs 3] [--sends 500] [--together 50]

Runs the whole application as people start it, and beside it, in the same run, a form of the same questions made
of stock Streamlit widgets and a static page of exactly the bytes ours travels in (a first question and nothing
that runs): what no page of that size can be faster than. Chromium on a phone's screen, processor slowed four times, network
like slow 4G. Then sends answers at the application from this machine, which shares its processor with the
server. Prints a Markdown table. Trust the ratios more than the seconds: the machine is part of what is
measured.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from survey.questionnaire import load_questionnaire
from survey.settings import CHECKOUT
from tests.browser.servers import CHROMIUM_ARGUMENTS, streamlit, survey_command, whole_application

# "Slow 4G" of Chromium's developer tools: 1.6 Mbit/s down, 750 kbit/s up, 150 ms a round trip, each as
# applied at the level of requests (nine tenths of the throughput, 3.75 times the round trip).
SLOW_4G = {
    "offline": False,
    "latency": 150 * 3.75,
    "downloadThroughput": 1.6e6 / 8 * 0.9,
    "uploadThroughput": 750e3 / 8 * 0.9,
}
SLOWER_PROCESSOR = 4
QUESTIONNAIRE = CHECKOUT / "questionnaires" / "feelings_of_safety.yaml"

# The same questions as stock widgets in one form, as somebody would write it in an afternoon.
STOCK_FORM = """
import streamlit as st
from survey.questionnaire import RatingGrid, SelectMultiple, SelectOne, Text, load_questionnaire

@st.cache_resource
def questions():
    return load_questionnaire({path!r}).questions

with st.form("survey"):
    for question in questions():
        if isinstance(question, SelectOne):
            options = [choice.label for choice in question.choices]
            st.radio(question.label, options, index=None, key=question.name)
        elif isinstance(question, SelectMultiple):
            options = [choice.label for choice in question.choices]
            st.multiselect(question.label, options, key=question.name)
        elif isinstance(question, RatingGrid):
            for row in question.rows:
                options = [choice.label for choice in question.choices]
                label, key = f"{{question.label}} {{row.label}}", f"{{question.name}}.{{row.name}}"
                st.radio(label, options, index=None, key=key)
        elif isinstance(question, Text):
            st.text_area(question.label, max_chars=question.max_length, key=question.name)
    if st.form_submit_button("Send"):
        st.success("Thank you")
"""


@dataclass(frozen=True)
class View:
    """One first view. `kilobytes` are what travelled, headers included."""

    requests: int
    kilobytes: float
    seconds: float


@dataclass(frozen=True)
class Sends:
    together: int
    per_second: float
    milliseconds: dict[int, float]  # by percentile
    refused: int


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3, help="first views of each kind; the median is shown")
    parser.add_argument("--sends", type=int, default=500)
    parser.add_argument("--together", type=int, default=50, help="how many send at once")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = measure(Path(folder), chosen.runs, chosen.sends, chosen.together)
    sys.stdout.write(report)


def measure(folder: Path, runs: int, sends: int, together: int) -> str:
    environment = os.environ | {"SURVEY_DATA_DIR": str(folder / "data"), "DATABASE_URL": ""}
    stock_form = folder / "stock" / "form.py"
    stock_form.parent.mkdir()
    stock_form.write_text(STOCK_FORM.format(path=str(QUESTIONNAIRE)), "utf-8")
    plain = os.environ | {"PYTHONPATH": str(CHECKOUT)}
    with whole_application(folder / "data") as application:
        with (
            streamlit(stock_form, plain, answers_at="/_stcore/health") as stock,
            sync_playwright() as playwright,
        ):
            path = shutil.which("chromium") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
            survey = f"{application.address}/s/{application.join_code}"
            ours = [first_view(browser, survey, open_first_question) for _ in range(runs)]
            with static_page(survey) as static:
                statics = [first_view(browser, static, wait_for_static_question) for _ in range(runs)]
            stocks = [first_view(browser, stock, wait_for_stock_question) for _ in range(runs)]
            next_question = statistics.median(next_questions(browser, survey))
            browser.close()
        opening = ["session", "open", "--questionnaire", "feelings_of_safety", "--area", "peterborough"]
        opened = json.loads(survey_command(environment, *opening, "--cap", "5000", "--json"))
        address = f"{application.address}/s/{opened['join_code']}"
        sent = asyncio.run(send_many(address, sends, together))
    return table(ours, stocks, statics, next_question, sent)


# --- first view -----------------------------------------------------------------------------------------


def first_view(browser: Browser, address: str, first_question: Callable[[Page], None]) -> View:
    """From the address to the first question on the screen, with nothing kept from before."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", SLOW_4G)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_PROCESSOR})
    travelled: list[float] = []
    devtools.on("Network.loadingFinished", lambda event: travelled.append(event["encodedDataLength"]))
    started = time.perf_counter()
    page.goto(address, wait_until="commit", timeout=120_000)
    first_question(page)
    seconds = time.perf_counter() - started
    page.wait_for_load_state("load")
    context.close()
    return View(len(travelled), sum(travelled) / 1000, seconds)


def open_first_question(page: Page) -> None:
    page.locator("html[data-ready] #start").click(timeout=120_000)
    page.locator("[data-question=age_band] label").first.wait_for(timeout=120_000)


@contextmanager
def static_page(survey: str) -> Iterator[str]:
    """A page with a question first, and then nothing but bytes, until as many travel as for ours."""
    with httpx.stream("GET", survey, headers={"accept-encoding": "gzip"}) as ours:
        size = sum(len(part) for part in ours.iter_raw())
    body = b"<!doctype html><meta charset=utf-8><title>Static</title><h1>How old are you?</h1><!-- "
    body += b"." * (size - len(body) - 4) + b" -->"

    class Plain(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name is the library's
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *told: object) -> None:
            """Nothing: the table is the only thing printed."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Plain) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def wait_for_static_question(page: Page) -> None:
    """On ours the first question is there once the page has come whole and its script has run."""
    page.get_by_text("How old are you?").wait_for(timeout=120_000)
    page.wait_for_load_state("load")


def wait_for_stock_question(page: Page) -> None:
    page.get_by_text("How old are you?").first.wait_for(timeout=120_000)


def next_questions(browser: Browser, address: str) -> list[float]:
    """Milliseconds from the tap on Next until the next question has been painted, slowed processor."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_PROCESSOR})
    page.goto(address)
    open_first_question(page)
    painted = """() => new Promise((done) => {
        const started = performance.now();
        document.getElementById("next").click();
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - started)));
    })"""
    taken = [float(page.evaluate(painted)) for _ in range(10)]
    context.close()
    return taken


# --- sending --------------------------------------------------------------------------------------------


async def send_many(address: str, sends: int, together: int) -> Sends:
    """Everybody in a hall presses Send: each once, so many at a time."""
    version = load_questionnaire(QUESTIONNAIRE).version
    milliseconds: list[float] = []
    refused = 0
    limit = asyncio.Semaphore(together)

    async def one(client: httpx.AsyncClient) -> None:
        nonlocal refused
        answers = {
            "age_band": "14-15",
            "safe_day": "fairly_safe",
            "safe_dark": "a_bit_unsafe",
            "worries": ["followed", "roads"],
            "unsafe_why": "the path behind the shops has no lights and nobody is around",
            "safer_what": "lights, and a youth club that is open late",
        }
        body = {"submission_id": str(uuid.uuid4()), "version": version, "language": "en", "answers": answers}
        async with limit:
            started = time.perf_counter()
            sent = await client.post(address, json=body)
            milliseconds.append(1000 * (time.perf_counter() - started))
            refused += sent.status_code != 201

    limits = httpx.Limits(max_connections=together)
    async with httpx.AsyncClient(limits=limits, timeout=60) as client:
        await one(client)  # the first one loads what screening needs
        milliseconds.clear()
        started = time.perf_counter()
        await asyncio.gather(*(one(client) for _ in range(sends)))
        seconds = time.perf_counter() - started
    cuts = statistics.quantiles(milliseconds, n=100)
    return Sends(together, sends / seconds, {cut: cuts[cut - 1] for cut in (50, 95, 99)}, refused)


# --- telling --------------------------------------------------------------------------------------------


def table(
    ours: list[View], stocks: list[View], statics: list[View], next_question: float, sent: Sends
) -> str:
    page, stock, static = (median(views) for views in (ours, stocks, statics))
    times = "{:.1f} times"
    rows = [
        ("requests to the first question", f"{page.requests}", f"{stock.requests}", ""),
        ("kilobytes that travelled", f"{page.kilobytes:.1f}", f"{stock.kilobytes:,.0f}",
         times.format(stock.kilobytes / page.kilobytes)),
        ("seconds to the first question, slow 4G, processor slowed 4 times", f"{page.seconds:.2f}",
         f"{stock.seconds:.2f}", times.format(stock.seconds / page.seconds)),
        ("the same, beside a static page of the same bytes", f"{page.seconds:.2f}", "",
         f"{page.seconds / static.seconds:.2f} times its {static.seconds:.2f}"),
        ("ms to the next question, processor slowed 4 times", f"{next_question:.0f}", "a round trip", ""),
    ]  # fmt: skip
    lines = ["| first view | this page | stock widgets, same questions | ratio |", "|---|---|---|---|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    percentiles = " / ".join(f"{value:.0f}" for value in sent.milliseconds.values())
    lines += [
        "",
        f"| {sent.together} sending at once | |",
        "|---|---|",
        f"| sends a second, stored and screened | {sent.per_second:.0f} |",
        f"| ms to “sent”, p50 / p95 / p99 | {percentiles} |",
        f"| refused | {sent.refused} |",
        "",
    ]
    return "\n".join(lines)


def median(views: list[View]) -> View:
    return View(
        requests=int(statistics.median(view.requests for view in views)),
        kilobytes=statistics.median(view.kilobytes for view in views),
        seconds=statistics.median(view.seconds for view in views),
    )


if __name__ == "__main__":
    main()
