// Which cases does the left side show? The newest with their verdicts, filtered, page by page; or what a search found.

import { api } from "./api.js";
import { badge, byId, el, failed, loading, marked } from "./dom.js";
import { CHANNELS, OPEN, STATUSES, TONES, VERDICTS, day, word } from "./words.js";

const PAGE = 50;
const LOOK = 8; // pages asked for in one go where a filter lets little through

export class CaseList {
  #rows = [];
  #cursor = null;
  #seen = 0;
  #abort = null;
  #units = new Set();
  selected = "";

  constructor() {
    byId("filters").addEventListener("submit", (event) => event.preventDefault());
    byId("verdict").addEventListener("change", () => this.reload());
    byId("more").addEventListener("click", () => this.#load());
    for (const id of ["q", "unit"]) byId(id).addEventListener("input", debounced(() => this.reload()));
    byId("cases").addEventListener("click", (event) => {
      const link = event.target.closest("a[data-case]");
      if (link) this.select(link.dataset.case);
    });
  }

  reload() {
    this.#rows = [];
    this.#cursor = null;
    this.#seen = 0;
    byId("cases").replaceChildren(el("li", {}, loading()));
    return this.#load();
  }

  /** Move by one and open the case there; false at either end. */
  step(by) {
    const at = this.#rows.indexOf(this.selected);
    const next = this.#rows[at < 0 ? 0 : Math.min(this.#rows.length - 1, Math.max(0, at + by))];
    if (next === undefined || next === this.selected) return false;
    this.select(next); // at once: the next key may come before the address has changed
    location.hash = `#/case/${encodeURIComponent(next)}`;
    byId("cases").querySelector(`[data-case="${CSS.escape(next)}"]`)?.scrollIntoView({ block: "nearest" });
    return true;
  }

  select(id) {
    this.selected = id;
    for (const link of byId("cases").querySelectorAll("a[data-case]")) {
      if (link.dataset.case === id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  async #load() {
    this.#abort?.abort();
    const { signal } = (this.#abort = new AbortController());
    const first = this.#rows.length === 0;
    byId("more").disabled = true;
    byId("list-state").textContent = "正在读取…";
    try {
      const q = byId("q").value.trim();
      byId("verdict").disabled = q !== ""; // the search does not know verdicts
      const found = q ? await this.#search(q, signal) : await this.#newest(signal);
      if (signal.aborted) return;
      if (first) byId("cases").replaceChildren();
      byId("cases").append(...found);
      this.#say(q);
      this.select(this.selected);
    } catch (error) {
      if (error.name === "AbortError") return;
      byId("list-state").textContent = "";
      if (first) byId("cases").replaceChildren();
      byId("cases").append(el("li", {}, failed(error, () => this.reload())));
    }
    byId("more").hidden = this.#cursor === null;
    byId("more").disabled = false;
  }

  async #newest(signal) {
    const verdict = byId("verdict").value;
    const unit = byId("unit").value.trim();
    const made = [];
    for (let look = 0; look < LOOK && made.length < PAGE / 2; look += 1) {
      const query = { limit: PAGE, ...(this.#cursor && { cursor: this.#cursor }), ...(verdict && { verdict }) };
      if (this.#units.has(unit)) query.unit = unit;
      const page = await api.cases(query, signal);
      this.#cursor = page.cursor ?? null;
      this.#seen += page.cases.length;
      for (const stored of page.cases) {
        this.#knowUnit(stored.handling_unit);
        if (verdict && stored.verdict?.verdict !== verdict) continue;
        if (unit && !(stored.handling_unit ?? "").includes(unit)) continue;
        made.push(this.#row(stored.case_id, [caseRow(stored)]));
      }
      if (this.#cursor === null) break;
    }
    return made;
  }

  async #search(q, signal) {
    const unit = byId("unit").value.trim();
    const filters = this.#units.has(unit) ? { unit } : {};
    const page = await api.search({ q, filters, limit: PAGE, ...(this.#cursor && { cursor: this.#cursor }) }, signal);
    this.#cursor = page.cursor ?? null;
    this.#seen = page.total;
    return page.hits.map((hit) => this.#row(hit.case_id, [hitRow(hit)]));
  }

  #row(id, content) {
    this.#rows.push(id);
    return el("li", {}, el("a", { href: `#/case/${encodeURIComponent(id)}`, "data-case": id }, ...content));
  }

  #knowUnit(unit) {
    if (!unit || this.#units.has(unit)) return;
    this.#units.add(unit);
    byId("units").append(el("option", { value: unit }));
  }

  #say(q) {
    const shown = this.#rows.length;
    const state = byId("list-state");
    if (q) state.textContent = shown ? `找到 ${this.#seen} 件，显示 ${shown} 件` : "没有找到，换个说法试试";
    else if (shown) state.textContent = shown === this.#seen ? `最新 ${shown} 件` : `${shown} 件符合，已查看最新 ${this.#seen} 件`;
    else state.textContent = this.#seen ? `最新 ${this.#seen} 件中没有符合的` : "还没有登记案件";
  }
}

function caseRow(stored) {
  const verdict = stored.verdict?.verdict;
  return el(
    "span", { class: "row" },
    el(
      "span", { class: "row-top" },
      badge(TONES[verdict] ?? "new", verdict ? word(VERDICTS, verdict) : "未判定"),
      el("time", { datetime: stored.received_at }, day(stored.received_at)),
    ),
    el("span", { class: "row-title" }, stored.title || stored.text.slice(0, 60) || "（没有正文）"),
    el("span", { class: "row-foot" }, footnotes(stored.channel, stored.status, stored.handling_unit)),
  );
}

function hitRow(hit) {
  return el(
    "span", { class: "row" },
    hit.title && el("span", { class: "row-title" }, marked(hit.title)),
    el("span", { class: "row-snippet" }, marked(hit.snippet)),
    el("span", { class: "row-foot" }, footnotes(null, hit.status, hit.handling_unit)),
  );
}

function footnotes(channel, status, unit) {
  return [
    status && el("span", { class: OPEN.has(status) ? "open" : "" }, word(STATUSES, status)),
    channel && el("span", {}, word(CHANNELS, channel)),
    unit && el("span", { class: "row-unit" }, unit),
  ];
}

function debounced(call, wait = 250) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(call, wait);
  };
}
