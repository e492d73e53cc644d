// What goes into the file with the case? One page to print: the case, the verdict with its grounds, and the precedents with their
// replies in full.

import { api, exportUrl } from "./api.js";
import { caseTerms } from "./detail.js";
import { byId, caseLink, el, exportLink, failed, loading, section, table, termList } from "./dom.js";
import { supported } from "./support.js";
import { timeline } from "./timeline.js";
import { GRADES, OUTCOMES, PERSONS, VERDICTS, day, percent, word } from "./words.js";

const FILED = 10;

/** The report on a registered case. */
export async function showReport(stage, id) {
  const signal = stage.begin("归档报告", loading("正在汇编报告…"));
  try {
    const stored = await api.getCase(id, signal);
    const [found, matter] = await Promise.all([
      api.precedents({ case_id: id, limit: 20 }, signal), stored.matter_id ? api.matter(stored.matter_id, signal) : null,
    ]);
    if (signal.aborted) return;
    stage.begin(`归档报告 ${id}`, report(stored, found, matter));
    stage.keys = { p: () => window.print(), b: () => (location.hash = `#/case/${encodeURIComponent(id)}`) };
  } catch (error) {
    if (error.name !== "AbortError") stage.begin("没有打开", failed(error, () => showReport(stage, id)));
  }
}

function report(stored, { precedents, support }, matter) {
  const near = precedents.filter((each) => each.grade >= 1).slice(0, FILED);
  const { verdict } = stored;
  return el(
    "article", { class: "case report", "aria-labelledby": "report-title" },
    el("p", { class: "tools noprint" },
      el("button", { type: "button", class: "button strong", "aria-keyshortcuts": "p", onclick: () => window.print() }, "打印", el("kbd", {}, "p")),
      exportLink(exportUrl("precedents", { case_id: stored.case_id })),
      el("a", { class: "button", href: `#/case/${encodeURIComponent(stored.case_id)}`, "aria-keyshortcuts": "b" }, "返回案件", el("kbd", {}, "b"))),
    el("header", { class: "case-head" }, el("h2", { id: "report-title" }, "类案研判报告"), termList([["案件", stored.title], ...caseTerms(stored)])),
    section("来件正文", "", el("p", { class: "text" }, stored.text)),
    verdict && section("研判结论", "", grounds(verdict)),
    matter && matter.cases.length > 1 && section("同一事项", `共 ${matter.size} 件，未办结 ${matter.open} 件`, timeline(matter.cases, stored.case_id)),
    section("类案与答复", near.length ? `${near.length} 件` : "", near.length ? [supported(support), el("ol", { class: "filed" }, near.map(filed))] : el("p", { class: "empty" }, "没有足够相近的办结案件。")),
    el("footer", { class: "sign" }, el("p", {}, `制表时间 ${shanghai()}`), el("p", {}, `经办人 ${byId("operator").value.trim() || "＿＿＿＿＿＿"}`), el("p", {}, "审核人 ＿＿＿＿＿＿"), el("p", { class: "quiet" }, "本报告由比对得出，仅供参考，不作为处理决定。")),
  );
}

function grounds(verdict) {
  const heads = [["原件", "wide"], ["关系"], ["信访人"], ["把握", "number"], ["依据", "wide"]];
  return [
    el("p", {}, el("strong", {}, word(VERDICTS, verdict.verdict)), `　把握 ${percent(verdict.confidence)}　规则 ${(verdict.rules ?? []).join("、")}`),
    verdict.advice && el("p", {}, verdict.advice),
    (verdict.law ?? []).map((text) => el("p", { class: "law" }, text)),
    verdict.new_facts?.length > 0 && el("p", {}, `新情况：${verdict.new_facts.join("；")}`),
    verdict.matches?.length > 0 && table("候选原件", heads, verdict.matches.slice(0, FILED).map((each) => [
      caseLink(each.case_id), word(VERDICTS, each.relation), word(PERSONS, each.person), percent(each.score), each.explanation ?? "",
    ])),
  ];
}

const filed = (found) =>
  el(
    "li", {},
    el("p", {}, caseLink(found.case_id), " ", el("b", {}, found.title)),
    el("p", { class: "quiet" }, [
      word(GRADES, found.grade), found.handling_unit, found.outcome && word(OUTCOMES, found.outcome), found.closed_at && `${day(found.closed_at)} 办结`,
      found.days_to_close !== null && `用时 ${found.days_to_close} 天`, found.why?.length > 0 && `共同要点 ${found.why.join("、")}`,
    ].filter(Boolean).join(" · ")),
    found.official_reply?.text && el("p", { class: "reply" }, found.official_reply.text),
  );

const shanghai = () => new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 16).replace("T", " ");
