// What does the right side show of one case? Its verdict with reasons, its text against each match, and what belongs to it.

import { api } from "./api.js";
import { badge, byId, el, failed, loading, section } from "./dom.js";
import { Matches } from "./matches.js";
import { historyPart, matterPart, precedentsPart } from "./related.js";
import { reviewPart } from "./review.js";
import { markedText } from "./texts.js";
import {
  BASES, CASE_TYPES, CHANNELS, FLAGS, OPEN, RULES, STATUSES, TONES, URGENT_FLAGS, VERDICTS, masked, percent, time, word,
} from "./words.js";

export class Detail {
  matches = null;
  #abort = null;
  #place = byId("detail");

  /** Open a registered case. */
  async show(id) {
    const signal = this.#begin(loading("正在读取案件…"));
    try {
      const stored = await api.getCase(id, signal);
      if (!signal.aborted) this.#render(stored, stored.verdict, signal, true);
    } catch (error) {
      if (error.name !== "AbortError") this.#place.replaceChildren(backButton(), failed(error, () => this.show(id)));
    }
  }

  /** Show a form of the trial; its answer is rendered below by `showTrial`. */
  begin(node) {
    this.#begin(node);
  }

  /** The verdict on a case that is not registered, into `place`. */
  showTrial(place, kase, verdict) {
    const signal = this.#renew();
    this.matches = new Matches(kase, verdict, { registered: false, signal });
    place.replaceChildren(
      verdictCard(verdict),
      ...[demandsPart(verdict), factsPart(verdict), this.matches.part ?? ownText(kase)].filter(Boolean),
      precedentsPart({ case: kase }, signal),
    );
  }

  #begin(node) {
    const signal = this.#renew();
    this.#place.replaceChildren(backButton(), node);
    this.#place.scrollTop = 0;
    return signal;
  }

  #renew() {
    this.#abort?.abort();
    this.#abort = new AbortController();
    this.matches = null;
    return this.#abort.signal;
  }

  #render(stored, verdict, signal, registered) {
    this.matches = verdict ? new Matches(stored, verdict, { registered, signal }) : null;
    this.#place.replaceChildren(
      backButton(),
      el(
        "article", { class: "case", "aria-labelledby": "case-title" },
        head(stored),
        verdict ? verdictCard(verdict) : el("p", { class: "quiet" }, "此件没有判定记录。"),
        demandsPart(verdict),
        factsPart(verdict),
        this.matches?.part ?? ownText(stored),
        replyPart(stored),
        matterPart(stored, verdict, signal),
        historyPart(stored, signal),
        precedentsPart({ case_id: stored.case_id }, signal),
        reviewPart(stored, signal),
      ),
    );
  }
}

const backButton = () =>
  el("a", { class: "back", href: "#/" }, "← 返回列表");

function head(stored) {
  const terms = [
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
  return el(
    "header", { class: "case-head" },
    el("h2", { id: "case-title" }, stored.title || stored.text.slice(0, 40) || "（没有标题）"),
    el("dl", { class: "terms" }, terms.filter(([, value]) => value).map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value)))),
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

function verdictCard(verdict) {
  const tone = TONES[verdict.verdict] ?? "new";
  const counted = [
    verdict.first_or_repeat === "REPEAT" && verdict.repeat_count > 0 && `同一信访人第 ${verdict.repeat_count + 1} 次反映`,
    verdict.petitioner_count > 1 && `同一事项共 ${verdict.petitioner_count} 人`,
    verdict.person_basis && `按${word(BASES, verdict.person_basis)}认人`,
  ].filter(Boolean);
  return el(
    "section", { class: "verdict", "data-tone": tone, "aria-label": "研判结论" },
    el(
      "div", { class: "verdict-line" },
      el("strong", { class: "verdict-name" }, word(VERDICTS, verdict.verdict)),
      el("span", { class: "sure" }, `把握 ${percent(verdict.confidence)}`),
      counted.map((text) => el("span", { class: "quiet" }, text)),
    ),
    verdict.advice && el("p", { class: "advice" }, verdict.advice),
    verdict.flags?.length > 0 && el("p", { class: "chips" }, verdict.flags.map((flag) => badge(URGENT_FLAGS.has(flag) ? "alarm" : "kind", word(FLAGS, flag)))),
    el(
      "details", { class: "grounds" },
      el("summary", {}, "规则与依据"),
      el("ul", {}, (verdict.rules ?? []).map((rule) => el("li", {}, el("b", {}, rule), ` ${RULES[rule] ?? ""}`))),
      (verdict.law ?? []).map((text) => el("p", { class: "law" }, text)),
      el("p", { class: "quiet" }, "结论仅供参考：不会自动合并、办结或不予登记任何一件。"),
    ),
  );
}

function demandsPart(verdict) {
  if (!verdict || (verdict.demands ?? []).length < 2) return null;
  return section(
    "逐项诉求", `${verdict.demands.length} 项`,
    el("ol", { class: "demands" }, verdict.demands.map((demand) =>
      el(
        "li", {},
        badge(TONES[demand.verdict] ?? "new", word(VERDICTS, demand.verdict)),
        el("p", {}, demand.text),
        demand.matched?.length > 0 && el("p", { class: "quiet" }, "原件 ", demand.matched.map((id) => caseLink(id))),
      ),
    )),
  );
}

function factsPart(verdict) {
  if (!verdict?.new_facts?.length) return null;
  return section("新情况", "原件中没有的", el("ul", { class: "facts" }, verdict.new_facts.map((fact) => el("li", {}, fact))));
}

const ownText = (stored) => section("正文", "", el("div", { class: "pane" }, markedText(stored.text, [])));

function replyPart(stored) {
  const reply = stored.official_reply;
  if (!reply?.text) return null;
  return section("本件答复", [reply.unit, time(reply.replied_at).slice(0, 10)].filter(Boolean).join(" · "), el("p", { class: "reply" }, reply.text));
}

export const caseLink = (id, text = id) => el("a", { class: "case-link", href: `#/case/${encodeURIComponent(id)}` }, text);
