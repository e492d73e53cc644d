"""Is leian safe and whole inside another system's page, as an element and as a frame?"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from served import ROOT, Elsewhere, Served, hazards

from service.app import create_app
from service.door import Door
from service.logs import make_log
from service.settings import Settings

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect
from visits import Addressed, Listening  # noqa: E402 - needs playwright

pytestmark = pytest.mark.browser

EXAMPLE = (ROOT / "docs" / "examples" / "embedding.html").read_text(encoding="utf-8")
CASE = "LC2026-0300"


class Host:
    """A page of another system, and what its browser complained of."""

    def __init__(self, browser: Any, address: str) -> None:
        self.context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.complaints: list[str] = []
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self._address = address

    def open(self, path: str = "/") -> Any:
        self.page.goto(self._address + path)
        return self.page


@pytest.fixture
def host(browser: Any, elsewhere: Elsewhere, served: Served) -> Iterator[Host]:
    made = Host(browser, elsewhere.address)
    yield made
    made.context.close()


@pytest.fixture
def stranger(browser: Any, elsewhere: Elsewhere) -> Iterator[Host]:
    """A page of an origin that nobody has allowed."""
    other = Elsewhere(elsewhere.pages)
    made = Host(browser, other.address)
    yield made
    made.context.close()
    other.close()


def example(served: Addressed, case_id: str = CASE) -> str:
    page = EXAMPLE.replace("http://127.0.0.1:8080", served.address)
    assert page != EXAMPLE
    return page.replace("embed/case/LC2026-0318", f"embed/case/{quote(case_id, safe='')}").replace("LC2026-0318", case_id)


def test_the_example_shows_both_ways_and_hears_of_them(host: Host, elsewhere: Elsewhere, served: Served) -> None:
    elsewhere.pages["/"] = example(served)
    page = host.open()
    expect(page.locator("leian-panel .verdict-name")).to_have_text("类案")
    frame = page.frame_locator("iframe")
    expect(frame.locator(".verdict-name")).to_have_text("类案")
    expect(page.locator("leian-panel .precedents li").first).to_be_visible()
    log = page.locator("#log")
    for said in ("element leian-shown", "leian:shown", f'"case_id":"{CASE}"', '"verdict":"SIMILAR_CASE"'):
        expect(log).to_contain_text(said)
    expect.soft(page.locator("iframe")).not_to_have_css("height", "300px")  # it grew with its content
    expect(frame.get_by_role("button", name="是同一事项").first).to_be_visible()  # the operator came by message
    accent = page.locator("leian-panel .case-link").first.evaluate("node => getComputedStyle(node).color")
    assert accent == "rgb(122, 46, 31)"  # --leian-accent of the example
    assert page.locator("leian-panel .verdict").evaluate("node => getComputedStyle(node).borderTopRightRadius") == "10px"  # ::part
    assert host.complaints == []


def test_decisions_links_and_another_case(host: Host, elsewhere: Elsewhere, served: Served) -> None:
    served.register({"case_id": "E1", "text": "听潮路88号门口违停货车堵路，请清理。", "petitioner": {"account": "e-1"}})
    served.register({"case_id": "E2", "text": "听潮路88号门口货车违停堵路，请尽快清理。", "petitioner": {"account": "e-2"}})
    elsewhere.pages["/"] = example(served, "E2")
    page = host.open()
    page.locator("leian-panel").get_by_role("button", name="不是，排除：E1").click()
    expect(page.locator("leian-panel .matches [role=status]").first).to_have_text("已排除")
    kept = served.call("GET", "/v1/cases/E2/decisions")["decisions"][-1]
    assert (kept["decision"], kept["by"], kept["other_case_id"]) == ("reject", "工号17", "E1")
    expect(page.locator("#log")).to_contain_text("element leian-decided")
    page.evaluate("() => document.addEventListener('leian-open', (event) => { event.preventDefault(); window.opened = event.detail })")
    link = page.locator("leian-panel .matches .case-link").first
    assert link.get_attribute("href") == f"{served.address}/#/case/E1"
    link.click()
    assert page.evaluate("window.opened") == {"kind": "case", "id": "E1"}
    assert len(host.context.pages) == 1  # the page around had its way
    page.frame_locator("iframe").locator(".matches .case-link").first.click()
    expect(page.locator("#log")).to_contain_text('frame {"type":"leian:open","kind":"case","id":"E1"}')
    assert len(host.context.pages) == 1
    page.evaluate("address => document.querySelector('iframe').contentWindow.postMessage({ type: 'leian:show', case_id: 'E1' }, address)", served.address)
    expect(page.frame_locator("iframe").locator(".matches")).to_have_count(0)
    page.locator("leian-panel").evaluate("panel => { panel.caseId = 'LC2026-0300' }")
    expect(page.locator("leian-panel .verdict-name")).to_have_text("类案")


def test_nothing_that_was_sent_runs_in_either(host: Host, elsewhere: Elsewhere, served: Served) -> None:
    third = hazards()[2]["case_id"]
    assert served.read(third)["verdict"]["matches"]
    elsewhere.pages["/"] = example(served, "PLACE").replace("embed/case/PLACE", f"embed/case/{quote(third, safe='')}").replace('"PLACE"', '""')
    page = host.open()
    page.locator("leian-panel").evaluate("(panel, id) => { panel.caseId = id }", third)
    frame = page.frame_locator("iframe")
    for place in (page.locator("leian-panel"), frame.locator("leian-panel")):
        expect(place.locator(".matches .chips").first).to_be_visible()
        expect(place.locator(".loading")).to_have_count(0)
        assert place.locator("img, script, svg, a[href^='javascript']").count() == 0
        expect(place).to_contain_text("onerror")
    assert page.evaluate("window.fired") is None
    assert frame.locator("body").evaluate("() => window.fired") is None
    assert host.complaints == []


def test_a_page_with_a_strict_policy_of_its_own_can_have_it(host: Host, elsewhere: Elsewhere, served: Served) -> None:
    policy = f"default-src 'none'; script-src {served.address}; connect-src {served.address}; frame-src {served.address}"
    elsewhere.pages["/"] = (
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><link rel="icon" href="data:,">'
        f'<script type="module" src="{served.address}/assets/panel.js"></script><leian-panel case-id="{CASE}"></leian-panel>'
    )
    page = host.open()
    expect(page.locator("leian-panel .verdict-name")).to_have_text("类案")
    assert page.locator("leian-panel .panel").evaluate("node => getComputedStyle(node).display") == "grid"  # its sheet came along
    assert page.locator("leian-panel button[part=button]").count() == 0  # nobody is named who could decide
    assert [each for each in host.complaints if "data:," not in each] == []


def test_an_origin_that_is_not_allowed_sees_nothing(stranger: Host, elsewhere: Elsewhere, served: Served) -> None:
    elsewhere.pages["/"] = example(served)
    page = stranger.open()
    page.wait_for_function("() => performance.getEntriesByType('resource').length >= 0")
    expect(page.locator("leian-panel")).to_have_js_property("shadowRoot", None)  # the module did not load
    page.wait_for_timeout(500)
    assert page.frames[1].url.startswith("chrome-error:")  # the frame is refused by the browser
    assert any("frame-ancestors" in each for each in stranger.complaints)
    assert any("CORS" in each or "403" in each for each in stranger.complaints)


def test_messages_of_other_windows_change_nothing(host: Host, elsewhere: Elsewhere, served: Served) -> None:
    elsewhere.pages["/"] = f'<iframe id="leian" src="{served.address}/embed/case/{CASE}"></iframe><iframe id="other" src="/other"></iframe>'
    elsewhere.pages["/other"] = "<p>another frame of the same page</p>"
    page = host.open()
    frame = page.frame_locator("#leian")
    expect(frame.locator(".verdict-name")).to_have_text("类案")
    page.frame_locator("#other").locator("p").evaluate(
        "() => parent.frames[0].postMessage({ type: 'leian:show', case_id: 'LC2026-0001' }, '*')"
    )
    page.wait_for_timeout(300)
    expect(frame.locator("leian-panel")).to_have_attribute("case-id", CASE)


def test_without_a_key_the_panel_says_so_and_takes_one(browser: Any, tmp_path: Path, elsewhere: Elsewhere) -> None:
    key = "0123456789abcdef0123456789abcdef"
    keys = tmp_path / "keys"
    keys.write_text(key, encoding="utf-8")
    settings = Settings(api_keys_file=str(keys), allowed_origins=(elsewhere.address,))
    app = create_app(Door(lambda: pytest.fail("nobody opens this desk")), settings, log=make_log(io.StringIO()))
    locked = Listening(app)
    elsewhere.pages["/"] = example(locked).replace("<iframe", "<i")
    host = Host(browser, elsewhere.address)
    page = host.open()
    expect(page.locator("leian-panel [role=alert]")).to_contain_text("需要访问密钥")
    page.locator("leian-panel").evaluate("(panel, key) => { panel.key = key }", key)
    expect(page.locator("leian-panel [role=alert]")).to_contain_text("正在启动")  # the key fits; the desk is not open yet
    host.context.close()
    locked.close()
    app.state.service.close()
