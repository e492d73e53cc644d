"""Does the workbench work in a real browser, and can nothing that a petitioner writes run in it?"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from canned_api import FIRST, NEW_TEXT, OLD_TEXT, SECOND, TROUBLED, Canned

sync_api = pytest.importorskip("playwright.sync_api")
from visits import WIDE, Server, Visit  # noqa: E402 - needs playwright

shows = sync_api.expect  # waits; wait_for_function would need eval, which the page's policy forbids
pytestmark = pytest.mark.browser

CASE = f"C-{121 - TROUBLED}"


def titles(page: Any) -> list[str]:
    found: list[str] = page.locator(".cases .row-title").all_inner_texts()
    return found


def is_too_wide(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def test_the_list_shows_the_newest_and_the_next_page(visit: Visit) -> None:
    page = visit.open()
    assert titles(page)[0] == "第120件"
    assert len(titles(page)) == 50
    page.get_by_role("button", name="加载更多").click()
    shows(page.locator(".cases a")).to_have_count(100)
    page.get_by_role("button", name="加载更多").click()
    shows(page.locator(".cases a")).to_have_count(120)
    assert page.locator("#more").is_hidden()
    assert visit.complaints == []


def test_the_list_is_filtered_by_verdict_and_unit(visit: Visit) -> None:
    page = visit.open()
    page.get_by_label("结论").select_option("NEEDS_REVIEW")
    shows(page.locator(".cases a")).to_have_count(1)
    assert page.locator(".cases .badge").inner_text() == "待人工判定"
    page.get_by_label("结论").select_option("")
    page.get_by_label("承办单位").fill("第2局")
    shows(page.locator("#list-state")).to_contain_text("符合")
    assert set(page.locator(".cases .row-unit").all_inner_texts()) == {"第2局"}


def test_nothing_that_was_sent_runs_and_no_other_host_is_asked(visit: Visit, tmp_path: Path) -> None:
    page = visit.open(f"#/case/{CASE}")
    page.wait_for_selector(".precedents")
    for summary in page.locator("summary").all():
        summary.click()
    shown = page.locator("#detail").inner_text()
    for field in (
        "title text other name co represented accused accused_unit address locality target category unit reply advice law "
        "rule flag fact demand1 demand2 kind value explanation match_unit precedent why snippet outcome precedent_unit "
        "precedent_reply counted matter_unit member"
    ).split():
        assert f"window.fired='{field}'" in shown, field
    assert page.evaluate("window.fired") is None
    assert page.locator("#detail img, #detail script, #cases img").count() == 0
    page.screenshot(path=tmp_path / "case.png")
    assert (tmp_path / "case.png").stat().st_size > 20_000
    assert visit.strangers == []
    assert visit.complaints == []


@pytest.mark.parametrize(
    "slip",
    [
        "document.body.innerHTML = '<i>'",
        "document.body.setAttribute('onclick', 'window.fired = 1')",
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.fired = 1'}))",
    ],
)
def test_the_browser_itself_refuses_markup_and_code_from_text(visit: Visit, slip: str) -> None:
    page = visit.open()
    refused = page.evaluate(f"() => {{ try {{ {slip}; return false }} catch {{ return true }} }}")
    assert refused
    assert page.evaluate("window.fired") is None


def test_marks_lie_on_the_code_points_that_the_service_named(visit: Visit) -> None:
    page = visit.open(f"#/case/{CASE}")
    page.wait_for_selector(".panes")
    new, old = page.locator(".pane").nth(0), page.locator(".pane").nth(1)
    assert "".join(new.locator(".m-agree").all_inner_texts()) == "云栖里小区"
    assert "".join(new.locator(".m-conflict").all_inner_texts()) == "3号楼"
    assert "".join(old.locator(".m-conflict").all_inner_texts()) == "5号楼"
    assert new.locator(".m-diff").all_inner_texts()[:2] == ["😀😀 ", "3"]
    assert old.locator(".m-diff").all_inner_texts()[:2] == ["反映", "5"]
    assert new.locator(".text").evaluate("node => node.textContent") == NEW_TEXT
    assert old.locator(".text").evaluate("node => node.textContent") == OLD_TEXT
    page.get_by_role("button", name="楼栋 3号楼 ≠ 5号楼").click()
    assert "".join(page.locator(".m.lit").all_inner_texts()) == "3号楼5号楼"


def test_a_handler_decides_with_the_keyboard_alone(visit: Visit, canned: Canned) -> None:
    page = visit.open()
    for _ in range(TROUBLED):
        page.keyboard.press("j")
    page.wait_for_selector(".decide")
    assert page.locator(".cases a[aria-current]").get_attribute("data-case") == CASE
    page.keyboard.press("y")
    assert page.evaluate("document.activeElement.id") == "operator"  # a decision is somebody's
    assert canned.posted("/v1/decisions") == []
    page.keyboard.type("工号17")
    page.keyboard.press("Escape")
    page.keyboard.press("y")
    page.wait_for_selector(".tab[data-decided=confirm]")
    page.keyboard.press("]")
    page.wait_for_selector(f".pane h4:has-text('{SECOND}')")
    page.keyboard.press("n")
    page.wait_for_selector(".tab[data-decided=reject]")
    pair = {"case_id": CASE, "by": "工号17", "reason": ""}
    page.keyboard.press("k")
    page.keyboard.press("y")  # about a case that is not on the screen yet
    shows(page.locator(".cases a[aria-current]")).not_to_have_attribute("data-case", CASE)
    shows(page.locator(".loading")).to_have_count(0)
    assert canned.posted("/v1/decisions") == [
        {**pair, "other_case_id": FIRST, "decision": "confirm"},
        {**pair, "other_case_id": SECOND, "decision": "reject"},
    ]
    assert visit.complaints == []


def test_letters_typed_into_a_field_decide_nothing(visit: Visit, canned: Canned) -> None:
    page = visit.open(f"#/case/{CASE}")
    page.get_by_label("经办人").fill("甲")
    page.wait_for_selector(".decide")
    page.get_by_label("理由").press_sequentially("yn")
    page.get_by_role("button", name="不是，排除").click()
    page.wait_for_selector(".tab[data-decided=reject]")
    assert [each["reason"] for each in canned.posted("/v1/decisions")] == ["yn"]


def test_a_text_can_be_tried(visit: Visit, canned: Canned) -> None:
    page = visit.open()
    page.keyboard.press("t")
    page.get_by_label("诉求内容").fill("楼道灯不亮 y n j k")
    page.get_by_role("textbox", name="电话").fill("13900009999")
    page.get_by_role("button", name="研判").click()
    page.wait_for_selector(".trial-answer .precedents")
    assert page.locator(".trial-answer .verdict-name").inner_text() == "待人工判定"
    sent = canned.posted("/v1/check")[0]
    assert sent["text"] == "楼道灯不亮 y n j k"
    assert sent["petitioner"] == {"name": "", "phone": "13900009999"}
    assert page.locator(".decide").count() == 0  # what is not registered cannot be decided about
    assert page.evaluate("window.fired") is None


def test_a_search_shows_its_marks_as_text(visit: Visit, canned: Canned) -> None:
    page = visit.open()
    page.keyboard.press("/")
    page.keyboard.type("电梯")
    page.wait_for_selector(".row-snippet mark")
    assert page.locator(".row-snippet mark").inner_text() == "电梯"
    text = page.locator(".row-snippet").inner_text()
    assert text == "见 电梯 <img src=x onerror=\"window.fired='hit'\"> &lt;<b>raw</b>"
    assert canned.posted("/v1/search")[-1]["q"] == "电梯"


def test_an_empty_archive_says_so(visit: Visit, canned: Canned) -> None:
    canned.empty = True
    page = visit.open()
    assert page.locator("#list-state").inner_text() == "还没有登记案件"
    assert "请从列表中选择一件" in page.locator("#detail").inner_text()


def test_a_failing_part_can_be_tried_again_and_spares_the_rest(visit: Visit, canned: Canned) -> None:
    canned.failing.add("/v1/precedents")
    page = visit.open(f"#/case/{CASE}")
    alarm = page.get_by_role("alert")
    assert "服务正忙" in alarm.inner_text()
    assert page.locator(".panes").is_visible()
    canned.failing.clear()
    alarm.get_by_role("button", name="重试").click()
    page.wait_for_selector(".precedents")
    assert page.get_by_role("alert").count() == 0


def test_a_case_that_is_gone_is_said_to_be_gone(visit: Visit) -> None:
    page = visit.open("#/case/C-999")
    assert "没有找到" in page.locator("#detail").get_by_role("alert").inner_text()


def test_it_fits_a_telephone(phone: Visit, tmp_path: Path) -> None:
    page = phone.open()
    assert not is_too_wide(page)
    assert page.locator("#detail").is_hidden()
    page.locator(f'[data-case="{CASE}"]').click()
    page.wait_for_selector(".precedents")
    assert not is_too_wide(page)
    assert page.locator(".side").is_hidden()
    page.screenshot(path=tmp_path / "telephone.png", full_page=True)
    page.get_by_role("link", name="返回列表").click()
    shows(page.locator(".side")).to_be_visible()
    page.get_by_role("button", name="试判").click()
    page.wait_for_selector(".trial")
    assert not is_too_wide(page)


def test_a_draft_reply_is_reviewed_and_nothing_of_it_runs(visit: Visit, canned: Canned, tmp_path: Path) -> None:
    page = visit.open(f"#/case/{CASE}")
    box = page.get_by_label("答复草稿")
    page.get_by_role("button", name="审核").click()  # nothing is written yet: nothing is asked
    assert canned.posted("/v1/replies/compare") == []
    draft = "😀 经研究，33路不予恢复原线路。<img src=x onerror=\"window.fired='draft'\">"
    box.fill(draft)
    page.get_by_role("button", name="审核").click()
    shows(page.locator(".findings li")).to_have_count(2)
    assert canned.posted("/v1/replies/compare") == [{"case_id": CASE, "draft": draft}]
    assert page.locator(".review-answer .m-conflict").inner_text() == "不予恢复"
    assert page.locator(".findings .badge").first.inner_text() == "须改 · 结论不一致"
    shown = page.locator(".review-answer").inner_text()
    for said in (
        "须改 1 处，请核 1 处",
        "window.fired='finding'",
        "window.fired='other_reply'",
        "window.fired='supported'",
        "不一致：",
        "不予支持（3 件中 3 件）",
        "中位 8 天",
    ):
        assert said in shown, said
    assert page.locator(".findings a").get_attribute("href") == f"#/case/{FIRST}"
    page.locator(".part", has=page.locator(".review")).screenshot(path=tmp_path / "review.png")
    box.fill("已修复。")
    box.press("Control+Enter")
    shows(page.locator(".review-count")).to_contain_text("没有发现矛盾或缺漏")
    canned.failing.add("/v1/replies")
    page.get_by_role("button", name="审核").click()
    shows(page.locator(".review-answer .failed")).to_be_visible()
    assert box.input_value() == "已修复。"
    assert page.evaluate("window.fired") is None
    assert all("503" in each for each in visit.complaints)


def test_what_precedents_agree_on_and_where_they_do_not(visit: Visit, canned: Canned) -> None:
    canned.supported = True
    page = visit.open(f"#/case/{CASE}")
    said = page.locator(".part", has=page.get_by_role("heading", name="类案与答复")).locator(".supported").inner_text()
    for words in ("类案支持（6 件）", "承办单位\n不一致：", "办理结果\n不予支持（3 件中 3 件）", "中位 8 天，多在 6–11 天（3 件）"):
        assert words in said, words
    assert page.evaluate("window.fired") is None


def test_every_field_and_button_has_a_name(visit: Visit) -> None:
    page = visit.open(f"#/case/{CASE}")
    page.wait_for_selector(".precedents")
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("input, select, textarea, button, a[href]")]
            .filter((node) => node.checkVisibility())
            .filter((node) => !(node.labels?.length && node.labels[0].textContent.trim()) && !node.textContent.trim()
                              && !node.getAttribute("aria-label"))
            .map((node) => node.outerHTML)"""
    )
    assert nameless == []
    assert page.get_by_role("tab", selected=True).count() == 1
    assert page.get_by_role("tabpanel").count() == 1
    assert page.locator("html").get_attribute("lang") == "zh-CN"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_badges_can_be_read(browser: Any, server: Server, canned: Canned, scheme: str) -> None:
    """WCAG 2.2, 1.4.3: text stands out from its ground by at least 4.5 to 1, in every tone."""
    context = browser.new_context(viewport=WIDE, color_scheme=scheme)
    page = context.new_page()
    page.goto(server.address)
    tones = page.evaluate(
        """() => ["same", "follow", "alarm", "group", "ask", "kind", "new"].map((tone) => {
            const badge = document.createElement("span");
            badge.className = "badge";
            badge.dataset.tone = tone;
            document.body.append(badge);
            const style = getComputedStyle(badge);
            return [tone, style.color, style.backgroundColor];
        })"""
    )
    context.close()
    for tone, ink, ground in tones:
        assert contrast(ink, ground) >= 4.5, (scheme, tone)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours written as rgb(r, g, b)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
