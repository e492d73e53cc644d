// Which cases does the left side show? The newest with their verdicts, filtered, page by page, and on top what is registered
// meanwhile; or what a search found.

import { api, exportUrl } from "./api.js";
import { badge, byId, el, failed, loading, marked } from "./dom.js";
import { recall, remember } from "./memory.js";
import { CHANNELS, OPEN, STATUSES, TONES, VERDICTS, day, word } from "./words.js";

const PAGE = 50;
const LOOK = 8; // pages asked for in one go where a filter lets little through
const MOST_FRESH = 100; // new cases kept while the reader is further down; with more of them the list is read anew
const LONGEST = 400; // rows, after which a list that only grew on top is cut
const FURTHER = ["status", "locality", "since", "until"]; // filters that the service applies; a pushed case does not tell all of them
const TOP = 4; // pixels that still count as "not scrolled"

export class CaseList {
  #rows = [];
  #cursor = null;
  #seen = 0;
  #abort = null;
  #units = new Set();
  #places = new Map(); // case id → seq; the cursor of a page is the seq of its last case
  #fresh = []; // what came while the reader was further down, oldest first
  #missed = 0;
  #loading = Promise.resolve();
  #busy = false;
  #anew = 0; // how often the list was read anew
  selected = "";
  /** Told which unit's cases are shown, "" for all. */
  onUnit = () => {};

  constructor() {
    byId("unit").value = recall("unit"); // a handler's own queue is there again the next morning
    this.#knowUnit(byId("unit").value);
    byId("filters").addEventListener("submit", (event) => event.preventDefault());
    for (const id of ["verdict", ...FURTHER]) byId(id).addEventListener("change", () => this.reload());
    byId("more").addEventListener("click", () => this.#load());
    for (const id of ["q", "unit"]) byId(id).addEventListener("input", debounced(() => this.reload()));
    byId("arrivals").addEventListener("click", () => this.#showFresh());
    byId("cases").addEventListener("scroll", () => this.#atTop() && this.#showFresh(), { passive: true });
    byId("cases").addEventListener("click", (event) => {
      const link = event.target.closest("a[data-case]");
      if (link) this.select(link.dataset.case);
    });
  }

  reload() {
    this.#anew += 1;
    this.#rows = [];
    this.#cursor = null;
    this.#seen = 0;
    this.#places.clear();
    this.#forgetFresh();
    byId("cases").replaceChildren(el("li", {}, loading()));
    const q = byId("q").value.trim();
    const words = this.#further();
    const own = byId("unit").value.trim();
    byId("export").href = q ? exportUrl("search", { q, ...this.#searchFilters() }) : exportUrl("cases", { ...words, verdict: byId("verdict").value, unit: own });
    return this.#load();
  }

  /** The newest page once more: what came while nobody could tell us goes on top. */
  async refresh() {
    await this.#loading;
    if (this.#searched()) return;
    const before = this.#anew;
    try {
      const { cases } = await api.cases(this.#query());
      if (before !== this.#anew) return; // read anew meanwhile: this answer is the older one, and does not belong on top
      if (this.#rows.length && cases.length === PAGE && !cases.some((stored) => this.#places.has(stored.case_id))) {
        this.reload(); // more than a page is missing
      } else {
        for (const stored of cases.reverse()) this.#take(stored);
      }
    } catch {
      // The list stays as it is; the next time that the stream opens we are called again.
    }
  }

  /** A case was registered. It goes on top, or is counted where the reader has scrolled away from there. */
  arrive(stored) {
    if (Object.keys(this.#further()).length) this.#ask();
    else this.#take(stored);
  }

  /** What was pushed may be outside of a filter that only the service can apply: it is asked, once for many. */
  #ask = debounced(() => this.refresh(), 400);

  #take(stored) {
    const id = stored.case_id;
    if (this.#searched() || this.#places.has(id) || !this.#passes(stored)) return;
    this.#places.set(id, stored.seq);
    this.#seen += 1;
    this.#missed += 1;
    this.#fresh.push(stored);
    if (this.#fresh.length > MOST_FRESH) this.#places.delete(this.#fresh.shift().case_id);
    if (this.#atTop()) this.#showFresh();
    else this.#sayFresh();
  }

  #showFresh() {
    if (!this.#missed || this.#busy) return; // while a page is on its way they wait for it
    if (this.#missed > this.#fresh.length) {
      this.reload();
      byId("cases").scrollTop = 0;
      return;
    }
    if (!this.#rows.length) byId("cases").replaceChildren();
    const made = this.#fresh.map((stored) => link(stored.case_id, [caseRow(stored)], "fresh"));
    for (const stored of this.#fresh) this.#knowUnit(stored.handling_unit);
    this.#rows.unshift(...this.#fresh.map((stored) => stored.case_id).reverse());
    byId("cases").prepend(...made.reverse());
    byId("cases").scrollTop = 0;
    this.#forgetFresh();
    this.#cut();
    this.#say("");
    this.select(this.selected);
  }

  #sayFresh() {
    byId("arrivals").textContent = `${this.#missed} 件新件`;
    byId("arrivals").hidden = !this.#missed;
  }

  #forgetFresh() {
    this.#fresh = [];
    this.#missed = 0;
    this.#sayFresh();
  }

  /** A page that stays open all day must not hold all cases of the day. What is cut comes back with 加载更多. */
  #cut() {
    if (this.#rows.length <= LONGEST) return;
    for (const id of this.#rows.splice(LONGEST - PAGE)) this.#places.delete(id);
    const rows = [...byId("cases").children];
    for (const row of rows.slice(this.#rows.length)) row.remove();
    this.#cursor = String(this.#places.get(this.#rows.at(-1)));
    this.#seen = this.#rows.length;
    byId("more").hidden = false;
  }

  #atTop = () => byId("cases").scrollTop <= TOP;

  #filtered = () => byId("verdict").value !== "" || byId("unit").value.trim() !== "" || Object.keys(this.#further()).length > 0;

  #further = () => Object.fromEntries(FURTHER.map((id) => [id, byId(id).value.trim()]).filter(([, value]) => value));

  /** What the service is asked for; a unit that nobody has seen yet may be half a name, and is looked for here. */
  #query = () => ({ limit: PAGE, brief: true, verdict: byId("verdict").value, unit: this.#knownUnit(), ...this.#further() });

  #knownUnit() {
    const unit = byId("unit").value.trim();
    return this.#units.has(unit) ? unit : "";
  }

  /** Of the search, which knows units in full, and no status. */
  #searchFilters() {
    const { status, ...words } = this.#further();
    const unit = this.#knownUnit();
    return unit ? { ...words, unit } : words;
  }

  #searched = () => byId("q").value.trim() !== "";

  #passes(stored) {
    const verdict = byId("verdict").value;
    const unit = byId("unit").value.trim();
    return (!verdict || stored.verdict?.verdict === verdict) && (!unit || (stored.handling_unit ?? "").includes(unit));
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

  /** Go on reading the list where `id` is, or at its top. */
  focus(id) {
    const links = byId("cases");
    (links.querySelector(`[data-case="${CSS.escape(id)}"]`) ?? links.querySelector("a[data-case]"))?.focus();
  }

  select(id) {
    this.selected = id;
    for (const link of byId("cases").querySelectorAll("a[data-case]")) {
      if (link.dataset.case === id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  #load() {
    this.#loading = this.#read();
    return this.#loading;
  }

  async #read() {
    this.#abort?.abort();
    const { signal } = (this.#abort = new AbortController());
    const first = this.#rows.length === 0;
    this.#busy = true;
    byId("more").disabled = true;
    byId("list-state").textContent = "正在读取…";
    try {
      const q = byId("q").value.trim();
      for (const id of ["verdict", "status"]) byId(id).disabled = q !== ""; // the search does not know them
      const found = q ? await this.#search(q, signal) : await this.#newest(signal);
      if (signal.aborted) return;
      if (first) byId("cases").replaceChildren();
      byId("cases").append(...found);
      this.#say(q);
      this.select(this.selected);
      const unit = this.#knownUnit();
      if (unit || !byId("unit").value.trim()) remember("unit", unit);
      this.onUnit(unit);
    } catch (error) {
      if (error.name === "AbortError") return;
      byId("list-state").textContent = "";
      if (first) byId("cases").replaceChildren();
      byId("cases").append(el("li", {}, failed(error, () => this.reload())));
    }
    byId("more").hidden = this.#cursor === null;
    byId("more").disabled = false;
    this.#busy = false;
    if (this.#atTop()) this.#showFresh();
  }

  async #newest(signal) {
    const made = [];
    for (let look = 0; look < LOOK && made.length < PAGE / 2; look += 1) {
      const page = await api.cases({ ...this.#query(), cursor: this.#cursor }, signal);
      if (signal.aborted) return [];
      this.#cursor = page.cursor ?? null;
      this.#seen += page.cases.length;
      for (const stored of page.cases) {
        this.#knowUnit(stored.handling_unit);
        if (!this.#passes(stored) || this.#places.has(stored.case_id)) continue;
        this.#places.set(stored.case_id, stored.seq);
        made.push(this.#row(stored.case_id, [caseRow(stored)]));
      }
      if (this.#cursor === null) break;
    }
    return made;
  }

  async #search(q, signal) {
    const page = await api.search({ q, filters: this.#searchFilters(), limit: PAGE, ...(this.#cursor && { cursor: this.#cursor }) }, signal);
    this.#cursor = page.cursor ?? null;
    this.#seen = page.total;
    return page.hits.map((hit) => this.#row(hit.case_id, [hitRow(hit)]));
  }

  #row(id, content) {
    this.#rows.push(id);
    return link(id, content);
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
    else if (shown && shown < this.#seen) state.textContent = `${shown} 件符合，已查看最新 ${this.#seen} 件`;
    else if (shown) state.textContent = this.#filtered() ? `最新 ${shown} 件符合` : `最新 ${shown} 件`;
    else if (this.#filtered()) state.textContent = "没有符合的案件";
    else state.textContent = this.#seen ? `最新 ${this.#seen} 件中没有符合的` : "还没有登记案件";
  }
}

function link(id, content, kind) {
  return el("li", { class: kind }, el("a", { href: `#/case/${encodeURIComponent(id)}`, "data-case": id }, ...content));
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
    el("span", { class: "row-title" }, stored.title || stored.text?.slice(0, 60) || "（没有正文）"),
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
