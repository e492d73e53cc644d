// What does the right side show of one case? Its verdict with reasons, its text against each match, and what belongs to it.

import { api } from "./api.js";
import { el, failed, loading, section, termList } from "./dom.js";
import { Matches } from "./matches.js";
import { historyPart, matterPart, precedentsPart } from "./related.js";
import { reviewPart } from "./review.js";
import { markedText } from "./texts.js";
import { demandsPart, factsPart, verdictCard } from "./verdict.js";
import { CASE_TYPES, CHANNELS, OPEN, STATUSES, masked, time, word } from "./words.js";

/** Open a registered case on the stage. */
export async function showCase(stage, id) {
  const signal = stage.begin(id, loading("正在读取案件…"));
  try {
    const stored = await api.getCase(id, signal);
    if (!signal.aborted) render(stage, stored);
  } catch (error) {
    if (error.name !== "AbortError") stage.begin("没有打开", failed(error, () => showCase(stage, id)));
  }
}

/** The verdict on a case that is not registered, into `place`. */
export function showTrial(stage, place, kase, verdict) {
  const signal = stage.renew();
  const matches = new Matches(kase, verdict, { registered: false, signal });
  stage.keys = matches.keys;
  place.replaceChildren(
    verdictCard(verdict),
    ...[demandsPart(verdict), factsPart(verdict), matches.part ?? ownText(kase)].filter(Boolean),
    precedentsPart({ case: kase }, signal),
  );
}

function render(stage, stored) {
  const article = el("article", { class: "case", "aria-labelledby": "case-title" });
  const signal = stage.begin(stored.title || stored.case_id, article);
  const { verdict } = stored;
  const matter = matterPart(stored, signal);
  const matches = verdict ? new Matches(stored, verdict, { registered: true, signal, onDecision: matter.refresh }) : null;
  stage.keys = { ...matches?.keys, p: () => (location.hash = reportHash(stored.case_id)) };
  article.append(
    ...[
      head(stored),
      verdict ? verdictCard(verdict) : el("p", { class: "quiet" }, "此件没有判定记录。"),
      demandsPart(verdict),
      factsPart(verdict),
      matches?.part ?? ownText(stored),
      replyPart(stored),
      matter.part,
      historyPart(stored, signal),
      precedentsPart({ case_id: stored.case_id }, signal),
      reviewPart(stored, signal),
    ].filter(Boolean),
  );
}

const reportHash = (id) => `#/report/${encodeURIComponent(id)}`;

/** What is known of a case besides its text: [[name, value], …]. */
export function caseTerms(stored) {
  return [
    ["编号", stored.case_id],
    ["收到", time(stored.received_at)],
    ["渠道", word(CHANNELS, stored.channel) + (stored.transcript ? "（机器转写）" : "")],
    ["类别", [word(CASE_TYPES, stored.case_type), ...(stored.category ?? [])].filter(Boolean).join(" · ")],
    ["信访人", personLine(stored)],
    ["属地", [stored.locality, stored.address].filter(Boolean).join(" ")],
    ["被反映对象", [stored.target_party, stored.accused?.name, stored.accused?.unit].filter(Boolean).join(" ")],
    ["承办单位", stored.handling_unit],
    ["状态", stateLine(stored)],
  ];
}

function head(stored) {
  return el(
    "header", { class: "case-head" },
    el("h2", { id: "case-title" }, stored.title || stored.text.slice(0, 40) || "（没有标题）"),
    termList(caseTerms(stored)),
    el("p", { class: "tools" }, el("a", { class: "button", href: reportHash(stored.case_id), "aria-keyshortcuts": "p" }, "归档报告", el("kbd", {}, "p"))),
  );
}

function personLine(stored) {
  const one = (person) =>
    person.anonymous ? "匿名" : [person.name, person.phone && masked(person.phone)].filter(Boolean).join(" ") || person.account || "";
  const own = stored.petitioner ? one(stored.petitioner) : "未留";
  const others = (stored.co_petitioners ?? []).map(one).filter(Boolean);
  return [
    own,
    stored.represented && `代 ${one(stored.represented)}`,
    others.length > 0 && `联名 ${others.slice(0, 3).join("、")}${others.length > 3 ? ` 等 ${others.length} 人` : ""}`,
  ].filter(Boolean).join("；");
}

function stateLine(stored) {
  const due = OPEN.has(stored.status) && stored.due_at ? `，期限 ${time(stored.due_at).slice(0, 10)}` : "";
  const closed = stored.closed_at ? `，${time(stored.closed_at).slice(0, 10)}` : "";
  return word(STATUSES, stored.status) + due + closed;
}

const ownText = (stored) => section("正文", "", el("div", { class: "pane" }, markedText(stored.text, [])));

function replyPart(stored) {
  const reply = stored.official_reply;
  if (!reply?.text) return null;
  return section("本件答复", [reply.unit, time(reply.replied_at).slice(0, 10)].filter(Boolean).join(" · "), el("p", { class: "reply" }, reply.text));
}
