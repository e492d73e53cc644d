"""Is the workbench's page safe to show to anybody, complete, small, and in step with the engine's codes?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from html import unescape
from importlib.resources import files

import anyio
import httpx
import pytest
from fastapi import FastAPI

from engine.case import CaseType, Channel, Status
from engine.explain import KIND_NAMES
from engine.verdict import Code, Flag, PersonRelation
from service.pages import router
from service.pages.router import FIRST_LIST, PRELOADED, SECURITY_POLICY, assets, page
from service.pages.words import CHANNEL_NAMES, CHANNELS, OUTCOMES, STATUSES, VERDICTS
from service.wire import parse_case

MOST_BYTES = 100_000
STATIC = files("service.pages").joinpath("static")


def ask(path: str, method: str = "GET", **headers: str) -> httpx.Response:
    app = FastAPI()
    app.include_router(router)

    async def main() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client:
            return await client.request(method, path, headers=headers)

    return anyio.run(main)


def scripts() -> dict[str, str]:
    return {name: found.body.decode() for name, found in assets().items() if name.endswith(".js")}


def words_of(table: str) -> dict[str, str]:
    """One `export const TABLE = {…}` of words.js."""
    found = re.search(rf"export const {table} = \{{(.*?)\n?\}};", scripts()["words.js"], re.DOTALL)
    assert found is not None, table
    return dict(re.findall(r'(\w+): "([^"]*)"', found[1]))


def test_the_page_comes_with_a_policy_that_runs_our_files_only() -> None:
    answer = ask("/")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"] == SECURITY_POLICY
    assert "default-src 'self'" in SECURITY_POLICY
    assert "unsafe" not in SECURITY_POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"


def test_the_page_has_nothing_inline() -> None:
    html = page().body.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", html)
    assert not re.search(r"<style\b|\sstyle=|\son\w+=|javascript:", html)


def test_every_reference_is_one_of_our_files() -> None:
    html = page().body.decode()
    for target in re.findall(r'(?:src|href)="([^"]+)"', html):
        assert target.startswith(("#", "/docs", "/assets/", "/v1/export/")) or unescape(target) == FIRST_LIST, target
        if target.startswith("/assets/"):
            assert ask(target).status_code == 200
    for name, text in scripts().items():
        for target in re.findall(r'(?:from |import\()"([^"]+)"', text):
            assert target.removeprefix("./") in assets(), (name, target)


def test_no_other_host_is_named() -> None:
    for name, found in assets().items():
        others = re.findall(r"(?:https?:)?//[\w.-]+\.\w+", found.body.decode())
        assert set(others) <= {"http://www.w3.org"}, name  # the name of the SVG format, never fetched


@pytest.mark.parametrize(
    "forbidden", ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", "srcdoc"]
)
def test_no_script_makes_markup_or_code_from_text(forbidden: str) -> None:
    assert [name for name, text in scripts().items() if forbidden in text] == []


def imported(name: str, seen: frozenset[str] = frozenset()) -> frozenset[str]:
    """The script and all that it imports before it runs; what it loads later, when asked for, is not among them."""
    seen |= {name}
    for target in re.findall(r'from "\./([^"]+)"', scripts()[name]):
        if target not in seen:
            seen = imported(target, seen)
    return seen


def test_the_first_page_is_small_and_views_come_when_asked_for() -> None:
    first = imported("main.js")
    assert {"list.js", "live.js"} <= first
    assert set(PRELOADED) == first - {"main.js"}
    assert first.isdisjoint({"detail.js", "matters.js", "signals.js", "report.js", "trial.js", "review.js"})
    names = {*first, "workbench.css", "icon.svg"}
    assert len(page().body) + sum(len(assets()[name].body) for name in names) <= MOST_BYTES


def test_the_list_that_is_on_its_way_first_is_the_one_that_the_script_asks_for() -> None:
    size = re.search(r"const PAGE = (\d+);", scripts()["list.js"])
    assert size is not None
    assert f"/v1/cases?limit={size[1]}&brief=true" == FIRST_LIST


def test_every_file_of_the_folder_is_served_with_its_type() -> None:
    on_disk = {entry.name for entry in STATIC.iterdir() if entry.is_file()}
    assert set(assets()) == on_disk
    assert ask("/assets/main.js").headers["content-type"].startswith("text/javascript")
    assert ask("/assets/workbench.css").headers["content-type"].startswith("text/css")


def test_what_the_browser_has_is_not_sent_again() -> None:
    first = ask("/assets/main.js")
    again = ask("/assets/main.js", **{"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert ask("/assets/main.js", **{"If-None-Match": '"another"'}).status_code == 200


def test_files_go_out_packed_for_whom_can_unpack_them() -> None:
    packed = ask("/assets/main.js", **{"Accept-Encoding": "gzip"})
    plain = ask("/assets/main.js", **{"Accept-Encoding": "identity"})
    assert (packed.headers["content-encoding"], packed.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content  # httpx unpacks
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    assert packed.headers["etag"] != plain.headers["etag"]
    again = ask("/assets/main.js", **{"Accept-Encoding": "gzip", "If-None-Match": packed.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_head_is_answered() -> None:
    assert ask("/", "HEAD").status_code == 200


@pytest.mark.parametrize("path", ["/assets/", "/assets/router.py", "/assets/..%2Frouter.py", "/assets/none.js"])
def test_nothing_else_can_be_read(path: str) -> None:
    assert ask(path).status_code == 404


def test_the_page_offers_every_verdict_once() -> None:
    html = page().body.decode()
    assert [html.count(f'<option value="{code}">{VERDICTS[code]}</option>') for code in Code] == [1] * 12
    assert words_of("VERDICTS") == {code.value: word for code, word in VERDICTS.items()}
    assert set(words_of("TONES")) == {code.value for code in Code}


@pytest.mark.parametrize(("table", "words"), [("STATUSES", STATUSES), ("OUTCOMES", OUTCOMES), ("CHANNELS", CHANNEL_NAMES)])
def test_page_and_tables_use_the_same_words(table: str, words: dict[str, str]) -> None:
    assert words_of(table) == {str(code): word for code, word in words.items()}


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("STATUSES", Status), ("CHANNELS", Channel), ("CASE_TYPES", CaseType), ("PERSONS", PersonRelation),
        ("FLAGS", Flag), ("RULES", [f"R{number}" for number in range(15)]),
    ],
)  # fmt: skip
def test_every_code_has_a_word(table: str, codes: Iterable[str]) -> None:
    assert set(words_of(table)) == {str(code) for code in codes}


def test_every_kind_of_slot_has_a_word() -> None:
    assert set(KIND_NAMES) <= set(words_of("KINDS"))


@pytest.mark.parametrize("channel", [value for value, _ in CHANNELS])
def test_the_channels_of_the_trial_are_understood(channel: str) -> None:
    case = parse_case({"case_id": "1", "text": "路灯不亮", "channel": channel}, datetime.now(UTC))
    assert case.channel is not None
