// <leian-panel case-id="…">: what a work-order system's page shows of a case. Everything in it is in docs/embedding.md.

import { connect } from "./api.js";
import { badge, caseLink, el, failed, loading, section } from "./dom.js";
import { panelStyle } from "./panel_style.js";
import { precedentsPart } from "./related.js";
import { demandsPart, factsPart, slotText, verdictCard } from "./verdict.js";
import { KINDS, PERSONS, STATUSES, TONES, VERDICTS, percent, word } from "./words.js";

const HOME = new URL("..", import.meta.url).href.replace(/\/$/, ""); // where this file came from is the service
const SHOWN = 5;
const DECISIONS = [["confirm", "是同一事项"], ["reject", "不是，排除"], ["undo", "撤销"]];
const DECIDED = { confirm: "已确认", reject: "已排除", split: "已拆出" };

class LeianPanel extends HTMLElement {
  static observedAttributes = ["case-id", "base", "operator"];
  #root = this.attachShadow({ mode: "open" });
  #place = el("div", { class: "panel", part: "panel", lang: "zh-CN" });
  #abort = null;
  #key = "";
  #due = 0;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [panelStyle];
    this.#root.append(this.#place);
    this.#root.addEventListener("click", (event) => this.#onLink(event));
    new MutationObserver(() => this.#pointLinks()).observe(this.#place, { childList: true, subtree: true });
  }

  /** The access key, for a service that asks for one. It is kept in memory alone. */
  set key(value) {
    this.#key = String(value ?? "");
    this.#soon();
  }

  get caseId() {
    return this.getAttribute("case-id") ?? "";
  }

  set caseId(value) {
    this.setAttribute("case-id", value);
  }

  connectedCallback() {
    this.#soon();
  }

  disconnectedCallback() {
    this.#abort?.abort();
  }

  attributeChangedCallback(name, before, now) {
    if (before !== now) this.#soon();
  }

  /** Show the case anew, once for all that was changed in one go. */
  #soon() {
    if (!this.isConnected) return;
    clearTimeout(this.#due);
    this.#due = setTimeout(() => this.#show(), 0);
  }

  get #home() {
    return (this.getAttribute("base") || HOME).replace(/\/$/, "");
  }

  async #show() {
    this.#abort?.abort();
    const { signal } = (this.#abort = new AbortController());
    const id = this.caseId;
    if (!id) {
      this.#place.replaceChildren(el("p", { class: "quiet" }, "没有指定案件。"));
      return;
    }
    this.#place.replaceChildren(loading("正在读取研判结论…"));
    const api = connect({ base: this.#home === location.origin ? "" : this.#home, key: () => this.#key });
    try {
      const stored = await api.getCase(id, signal);
      const decided = (await api.decisions(id, signal)).decisions.filter((each) => each.counts);
      if (signal.aborted) return;
      this.#place.replaceChildren(...this.#view(stored, decided, api, signal));
      this.#say("leian-shown", { case_id: id, verdict: stored.verdict?.verdict ?? null, matter_id: stored.matter_id });
    } catch (error) {
      if (error.name === "AbortError") return;
      this.#place.replaceChildren(failed(error, () => this.#show()));
      this.#say("leian-failed", { case_id: id, status: error.status ?? 0 });
    }
  }

  #view(stored, decided, api, signal) {
    const { verdict } = stored;
    if (!verdict) return [el("p", { class: "quiet" }, "此件没有判定记录。")];
    const card = verdictCard(verdict);
    card.setAttribute("part", "verdict");
    const precedents = precedentsPart({ case_id: stored.case_id }, signal, api);
    precedents.setAttribute("part", "precedents");
    const matches = verdict.matches.slice(0, SHOWN);
    return [
      card, demandsPart(verdict), factsPart(verdict),
      matches.length > 0 && section("候选原件", `${verdict.matches.length} 件`, el("ul", { class: "matches", part: "matches" }, matches.map((each) => this.#match(stored, each, decided, api)))),
      precedents,
    ].filter(Boolean);
  }

  #match(stored, match, decided, api) {
    const known = decided.find((each) => [each.case_id, each.other_case_id].includes(match.case_id))?.decision;
    const said = el("p", { class: "quiet", role: "status" }, DECIDED[known] ?? "");
    const by = this.getAttribute("operator")?.trim();
    const decide = async (decision) => {
      try {
        await api.decide({ case_id: stored.case_id, other_case_id: match.case_id, decision, by, reason: "" });
        said.textContent = DECIDED[decision] ?? "已撤销";
        this.#say("leian-decided", { case_id: stored.case_id, other_case_id: match.case_id, decision });
      } catch (error) {
        said.textContent = `没有保存：${error.message}`;
      }
    };
    const slots = match.evidence.filter((each) => !["wording", "person"].includes(each.kind));
    return el(
      "li", { part: "match" },
      el("p", {}, badge(TONES[match.relation] ?? "new", word(VERDICTS, match.relation)), " ", caseLink(match.case_id), " ", el("b", {}, percent(match.score))),
      el("p", { class: "quiet" }, [word(PERSONS, match.person), word(STATUSES, match.status), match.handling_unit].filter(Boolean).join(" · ")),
      match.explanation && el("p", {}, match.explanation),
      slots.length > 0 && el("p", { class: "chips" }, slots.map(slot)),
      by && el("p", { class: "decide" }, DECISIONS.map(([decision, name]) => el("button", { type: "button", class: "button", part: "button", "aria-label": `${name}：${match.case_id}`, onclick: () => decide(decision) }, name))),
      said,
    );
  }

  /** A link in the panel leads to the workbench, in a tab of its own, unless the page around has it open something of its own. */
  #onLink(event) {
    const link = event.target.closest("a[data-hash]");
    if (!link) return;
    const [, kind, id] = /^#\/(\w+)\/(.+)$/.exec(link.dataset.hash);
    if (!this.#say("leian-open", { kind, id: decodeURIComponent(id) })) event.preventDefault();
  }

  #pointLinks() {
    for (const link of this.#place.querySelectorAll('a[href^="#/"]')) {
      link.dataset.hash = link.getAttribute("href");
      link.setAttribute("href", `${this.#home}/${link.dataset.hash}`);
      link.target = "_blank";
      link.rel = "noopener";
    }
  }

  #say(name, detail) {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }));
  }
}

const slot = (each) => el("span", { class: "slot", "data-verdict": each.verdict }, el("small", {}, word(KINDS, each.kind)), " ", slotText(each));

customElements.define("leian-panel", LeianPanel);
