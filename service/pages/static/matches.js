// How does a case stand against each earlier one? One match at a time: both texts, what agrees, what conflicts, and the
// handler's decision on it.

import { api } from "./api.js";
import { badge, byId, el, fill, section, toast } from "./dom.js";
import { contrast, markedText, slotMarks } from "./texts.js";
import { slotText } from "./verdict.js";
import { BASES, KINDS, PERSONS, STATUSES, TONES, VERDICTS, day, percent, word } from "./words.js";

const GROUPS = [["agree", "一致"], ["conflict", "不一致"], ["missing", "仅一方写明"]];
const APART = new Set(["wording", "person"]); // said in words: another person is no conflict
const DECIDED = { confirm: "已确认同一事项", reject: "已排除", split: "已拆出" };

export class Matches {
  #kase;
  #registered;
  #signal;
  #onDecision;
  #matches;
  #suspected;
  #at = 0;
  #seen = -1; // the match whose texts are on the screen; nobody decides about what they have not seen
  #tabs = [];
  #panel = el("div", { class: "match", role: "tabpanel", id: "match-panel", tabindex: "-1" });
  #decided = new Map();
  #busy = false;
  part = null;

  constructor(kase, verdict, { registered, signal, onDecision = () => {} }) {
    this.#kase = kase;
    this.#registered = registered;
    this.#signal = signal;
    this.#onDecision = onDecision;
    this.#matches = verdict.matches ?? [];
    this.#suspected = new Set(verdict.suspected ?? []);
    if (!this.#matches.length) return;
    this.#tabs = this.#matches.map((match, number) => this.#tab(match, number));
    this.part = section(
      "比对", `${this.#matches.length} 件候选原件`,
      el("div", { class: "tabs", role: "tablist", "aria-label": "候选原件", onkeydown: (event) => this.#arrow(event) }, this.#tabs),
      this.#panel,
    );
    this.#choose(0);
    if (registered) this.#readDecisions();
  }

  get keys() {
    return {
      "[": () => this.step(-1), "]": () => this.step(1),
      y: () => this.decide("confirm"), n: () => this.decide("reject"), s: () => this.decide("split"), u: () => this.decide("undo"),
    };
  }

  step(by) {
    if (this.#matches.length) this.#choose((this.#at + by + this.#matches.length) % this.#matches.length);
  }

  /** Keep the handler's decision on the match that is shown. */
  async decide(decision) {
    if (!this.#registered || this.#seen !== this.#at || this.#busy) return;
    const by = byId("operator").value.trim();
    if (!by) {
      toast("请先在右上角填写经办人", "alarm");
      byId("operator").focus();
      return;
    }
    const match = this.#matches[this.#at];
    if (decision === "undo" && !this.#decided.has(match.case_id)) {
      toast("这一对还没有决定，无可撤销");
      return;
    }
    const reason = this.#panel.querySelector("[name=reason]")?.value.trim() ?? "";
    this.#busy = true;
    this.#setButtons();
    try {
      await api.decide({ case_id: this.#kase.case_id, other_case_id: match.case_id, decision, by, reason });
      if (decision === "undo") this.#decided.delete(match.case_id); // what stood before it is read below
      else this.#decided.set(match.case_id, { decision, by });
      toast(`${DECIDED[decision] ?? "已撤销"}：${match.case_id}`, decision === "confirm" ? "good" : "plain");
      if (decision === "undo") await this.#readDecisions();
      this.#onDecision();
    } catch (error) {
      toast(`没有保存：${error.message}`, "alarm");
    }
    this.#busy = false;
    this.#setButtons();
  }

  /** What was decided earlier, here or elsewhere. */
  async #readDecisions() {
    try {
      const { decisions } = await api.decisions(this.#kase.case_id, this.#signal);
      for (const each of decisions.filter((one) => one.counts)) {
        this.#decided.set(each.case_id === this.#kase.case_id ? each.other_case_id : each.case_id, each);
      }
      this.#tabs.forEach((tab, number) => (tab.dataset.decided = this.#decided.get(this.#matches[number].case_id)?.decision ?? ""));
      this.#setButtons();
    } catch {
      // Nobody knows what was decided: the page shows nothing as decided, and what is decided now is kept.
    }
  }

  #tab(match, number) {
    return el(
      "button",
      { type: "button", class: "tab", role: "tab", id: `match-${number}`, "aria-controls": "match-panel", onclick: () => this.#choose(number) },
      el("span", { class: "tab-top" }, badge(TONES[match.relation] ?? "new", word(VERDICTS, match.relation)), el("b", {}, percent(match.score))),
      el("span", { class: "tab-id" }, match.case_id),
      el("span", { class: "quiet" }, [word(STATUSES, match.status), this.#suspected.has(match.case_id) && "待核"].filter(Boolean).join(" · ")),
    );
  }

  #choose(number) {
    this.#at = number;
    this.#seen = -1;
    this.#tabs.forEach((tab, index) => {
      tab.setAttribute("aria-selected", String(index === number));
      tab.tabIndex = index === number ? 0 : -1;
    });
    this.#panel.setAttribute("aria-labelledby", `match-${number}`);
    const match = this.#matches[number];
    fill(this.#panel, async () => {
      const shown = await this.#load(match);
      if (this.#at !== number || this.#signal.aborted) throw new DOMException("another match was chosen", "AbortError");
      const view = this.#view(match, shown);
      this.#seen = number;
      return view;
    }).then(() => this.#setButtons());
  }

  #arrow(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    this.step(by);
    this.#tabs[this.#at].focus();
  }

  async #load(match) {
    const other = api.getCase(match.case_id, this.#signal);
    const compared = this.#registered ? api.compare(this.#kase.case_id, match.case_id, this.#signal) : null;
    return { other: await other, ops: (await compared)?.ops ?? null };
  }

  #view(match, { other, ops }) {
    const against = ops && contrast(ops, Array.from(this.#kase.text).length, Array.from(other.text).length);
    const marks = (side, spans) => [
      ...(against ? spans.map((span) => ({ span, kind: against.same ? "same" : "diff" })) : []),
      ...slotMarks(match.evidence, side),
    ];
    return [
      match.explanation && el("p", { class: "explanation" }, match.explanation),
      this.#chips(match),
      el(
        "div", { class: "panes" },
        pane("本件", this.#kase.case_id, day(this.#kase.received_at), markedText(this.#kase.text, marks("new", against?.spans))),
        pane("原件", el("a", { href: `#/case/${encodeURIComponent(match.case_id)}` }, match.case_id), day(other.received_at), markedText(other.text, marks("old", against?.otherSpans))),
      ),
      legend(against),
      standing(match, other),
      this.#registered && this.#decisionBar(match),
    ];
  }

  #chips(match) {
    const groups = GROUPS.map(([verdict, name]) => {
      const found = match.evidence.map((each, number) => [each, number]).filter(([each]) => each.verdict === verdict && !APART.has(each.kind));
      return found.length > 0 && el("div", { class: "slots" }, el("span", { class: "slots-name" }, name), found.map(([each, number]) => this.#chip(each, number)));
    });
    return el("div", { class: "evidence" }, groups, personLine(match));
  }

  #chip(each, number) {
    const placed = each.new_span?.length || each.old_span?.length;
    return el(
      placed ? "button" : "span",
      {
        type: placed && "button", class: "slot", "data-verdict": each.verdict,
        title: `规则 ${each.rule || "—"}${placed ? "；点击在原文中标出" : ""}`, onclick: placed ? (event) => this.#light(event.currentTarget, number) : null,
        "aria-pressed": placed ? "false" : null,
      },
      el("small", {}, word(KINDS, each.kind)), slotText(each),
    );
  }

  /** Show where in the texts a chip comes from. */
  #light(chip, number) {
    const on = chip.getAttribute("aria-pressed") !== "true";
    for (const other of this.#panel.querySelectorAll(".slot[aria-pressed=true]")) other.setAttribute("aria-pressed", "false");
    chip.setAttribute("aria-pressed", String(on));
    let first = null;
    for (const piece of this.#panel.querySelectorAll("[data-evidence]")) {
      const lit = on && piece.dataset.evidence.split(" ").includes(String(number));
      piece.classList.toggle("lit", lit);
      if (lit) first ??= piece;
    }
    first?.scrollIntoView({ block: "nearest" });
  }

  #decisionBar(match) {
    return el(
      "div", { class: "decide", role: "group", "aria-label": `对 ${match.case_id} 的决定` },
      el("button", { type: "button", class: "button strong", "data-decision": "confirm", "aria-keyshortcuts": "y", onclick: () => this.decide("confirm") }, "是同一事项", el("kbd", {}, "y")),
      el("button", { type: "button", class: "button", "data-decision": "reject", "aria-keyshortcuts": "n", onclick: () => this.decide("reject") }, "不是，排除", el("kbd", {}, "n")),
      el("button", { type: "button", class: "button", "data-decision": "split", "aria-keyshortcuts": "s", title: "原件与本件被并在一起时，把本件拆出", onclick: () => this.decide("split") }, "拆出本件", el("kbd", {}, "s")),
      el("button", { type: "button", class: "button plain", "data-undo": "", "aria-keyshortcuts": "u", onclick: () => this.decide("undo") }, "撤销", el("kbd", {}, "u")),
      el("label", { class: "reason" }, el("span", { class: "hidden" }, "理由"), el("input", { name: "reason", maxlength: 500, placeholder: "理由（可不填）", autocomplete: "off" })),
      el("span", { class: "decided", role: "status" }),
    );
  }

  #setButtons() {
    const { decision, by, at } = this.#decided.get(this.#matches[this.#at].case_id) ?? {};
    for (const button of this.#panel.querySelectorAll("[data-decision]")) {
      button.disabled = this.#busy;
      button.setAttribute("aria-pressed", String(button.dataset.decision === decision));
    }
    const undo = this.#panel.querySelector("[data-undo]");
    if (undo) undo.hidden = !decision;
    const said = this.#panel.querySelector(".decided");
    if (said) said.textContent = decision ? `${DECIDED[decision]}（${[by, day(at)].filter(Boolean).join("，")}），可改或撤销` : "";
    this.#tabs[this.#at].dataset.decided = decision ?? "";
  }
}

function personLine(match) {
  const basis = match.evidence.find((each) => each.kind === "person")?.new;
  const said = [word(PERSONS, match.person), basis && `按${word(BASES, basis)}`].filter(Boolean).join("，");
  return said && el("div", { class: "slots" }, el("span", { class: "slots-name" }, "信访人"), el("span", { class: "slot", "data-verdict": "missing" }, said));
}

const pane = (side, id, date, text) =>
  el("section", { class: "pane", "aria-label": side }, el("h4", {}, side, el("small", {}, id, date ? ` · ${date}` : "")), text);

function legend(against) {
  const words = against ? [[against.same ? "same" : "diff", against.same ? "两件相同的文字" : "两件不同的文字"]] : [];
  words.push(["agree", "要素一致"], ["conflict", "要素不一致"], ["missing", "仅一方写明"]);
  return el("p", { class: "legend", "aria-hidden": "true" }, words.map(([kind, text]) => el("span", {}, el("i", { class: `m m-${kind}` }, "文"), text)));
}

function standing(match, other) {
  const terms = [
    ["承办", match.handling_unit],
    ["状态", word(STATUSES, match.status)],
    ["期限", match.days_left !== null && match.days_left !== undefined ? (match.days_left >= 0 ? `还有 ${match.days_left} 天` : `已超 ${-match.days_left} 天`) : ""],
    ["办结", match.days_since_close !== null && match.days_since_close !== undefined && match.days_since_close >= 0 ? `${match.days_since_close} 天前` : ""],
  ].filter(([, value]) => value);
  const reply = other.official_reply;
  return el(
    "div", { class: "standing" },
    el("dl", { class: "terms inline" }, terms.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value)))),
    reply?.text && el("details", {}, el("summary", {}, "原件答复"), el("p", { class: "reply" }, reply.text)),
  );
}
