// Is a draft reply in order? It is pasted, compared with the matter's other replies and the precedents, and forgotten.

import { api } from "./api.js";
import { badge, caseLink, el, fill, section } from "./dom.js";
import { supported } from "./support.js";
import { markedText } from "./texts.js";
import { PARTS, SEVERITIES, word } from "./words.js";

const SEVERITY_TONES = { error: "alarm", warn: "ask", info: "kind" };

/** A box for a draft of the reply to `stored`; what is found is shown below it. */
export function reviewPart(stored, signal) {
  const draft = el("textarea", { name: "draft", rows: 6, maxlength: 20000, required: true, placeholder: "粘贴答复意见草稿" });
  const answer = el("div", { class: "review-answer", "aria-live": "polite" });
  const button = el("button", { class: "button strong" }, "审核");
  const form = el(
    "form", { class: "review" },
    el("label", { class: "block" }, el("span", {}, "答复草稿：与来件、同一事项的答复和类案比对，不保存"), draft),
    el("div", { class: "review-row" }, button, stored.official_reply?.text && el(
      "button", { type: "button", class: "button plain", onclick: () => { draft.value = stored.official_reply.text; draft.focus(); } }, "填入本件答复",
    )),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!draft.value.trim()) return;
    const text = draft.value;
    button.disabled = true;
    fill(answer, async () => reviewed(text, await api.review({ case_id: stored.case_id, draft: text }, signal))).finally(() => {
      button.disabled = false;
    });
  });
  draft.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  return section("答复审核", "仅供参考", form, answer);
}

function reviewed(text, review) {
  const found = review.findings;
  const marks = found.flatMap((each, number) =>
    each.span && each.kind !== "EMPTY" ? [{ span: each.span, kind: each.severity === "info" ? "missing" : "conflict", evidence: number }] : []);
  const { error, warn, info } = review.counts;
  return [
    el("p", { class: found.length ? "review-count" : "review-count quiet" }, found.length
      ? `须改 ${error} 处，请核 ${warn} 处，提示 ${info} 处`
      : "没有发现矛盾或缺漏。", el("small", {}, `　比对了同一事项答复 ${review.compared.length} 份、类案 ${review.precedents.length} 件`)),
    found.length > 0 && el("ol", { class: "findings" }, found.map((each) => finding(each))),
    marks.length > 0 && el("div", { class: "pane" }, markedText(text, marks)),
    review.truncated && el("p", { class: "quiet" }, "草稿过长，只审核了前面的部分。"),
    supported(review.support),
  ];
}

/** One finding; `owner`: say whose reply it is about. */
export function finding(each, owner = false) {
  const other = each.other;
  return el(
    "li", { "data-severity": each.severity },
    badge(SEVERITY_TONES[each.severity] ?? "new", `${word(SEVERITIES, each.severity)} · ${each.title}`),
    owner === true && el("p", { class: "quiet" }, "答复 ", caseLink(each.case_id)),
    el("p", {}, each.message),
    other && el(
      "p", { class: "quiet" },
      caseLink(other.case_id), ` ${word(PARTS, other.part)}：“${other.text}”`,
    ),
  );
}
