// How does text become elements? Only through textContent and attributes: nothing here can make markup out of a string.

/**
 * el("p", { class: "quiet", onclick: f, "aria-label": "…" }, "text", child, …). Children that are null or false are left
 * out; strings and numbers become text nodes.
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in { value: 1, hidden: 1, disabled: 1, open: 1, checked: 1 }) node[name] = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export const byId = (id) => document.getElementById(id);

export const badge = (tone, text, title) => el("span", { class: "badge", "data-tone": tone, title }, text);

/** A stretch of grey lines where something is on its way. */
export const loading = (text = "正在读取…") =>
  el("div", { class: "loading", role: "status" }, el("span", { class: "hidden" }, text), el("i"), el("i"), el("i"));

export const failed = (error, again) =>
  el(
    "div", { class: "failed", role: "alert" },
    el("p", {}, error.message || "出错了"),
    again && el("button", { type: "button", class: "button plain", onclick: again }, "重试"),
  );

export const section = (title, note, ...children) =>
  el("section", { class: "part" }, el("h3", {}, title, note && el("small", {}, note)), ...children);

export const caseLink = (id, text = id) => el("a", { class: "case-link", href: `#/case/${encodeURIComponent(id)}` }, text);
export const matterLink = (id, text = id) => el("a", { class: "case-link", href: `#/matter/${encodeURIComponent(id)}` }, text);

/** [["名称", "值"], …] as a list of terms; what has no value is left out. */
export const termList = (terms, kind = "terms") =>
  el("dl", { class: kind }, terms.filter(([, value]) => value !== "" && value !== null && value !== undefined && value !== false).map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));

/** A table that a narrow screen shows as cards: heads are [["名称", "number"?], …], rows lists of cells. */
export const table = (caption, heads, rows) =>
  el(
    "table", { class: "table" }, el("caption", { class: "hidden" }, caption),
    el("thead", {}, el("tr", {}, heads.map(([name, kind]) => el("th", { scope: "col", class: kind }, name)))),
    el("tbody", {}, rows.map((cells) => el("tr", {}, cells.map((cell, at) => el("td", { class: heads[at][1], "data-head": heads[at][0] }, cell))))),
  );

export const exportLink = (href) => el("a", { class: "button", href, download: "", "data-export": "" }, "导出表格");

/** Show `make()`'s node in `place`; meanwhile that it is loading, and its error with a way to try again. */
export async function fill(place, make) {
  place.replaceChildren(loading());
  try {
    const made = await make();
    place.replaceChildren(...[made].flat().filter(Boolean));
  } catch (error) {
    if (error.name !== "AbortError") place.replaceChildren(failed(error, () => fill(place, make)));
  }
}

/** A line that goes away by itself; `offer` is [name, act] of a button in it. */
export function toast(text, tone = "plain", offer = null) {
  const node = el("p", { class: "toast", "data-tone": tone }, text);
  if (offer) node.append(" ", el("button", { type: "button", class: "button", onclick: () => (node.remove(), offer[1]()) }, offer[0]));
  byId("toasts").append(node);
  setTimeout(() => node.remove(), offer || tone === "alarm" ? 8000 : 4000);
}

/** Snippets come HTML-escaped with <mark>: read them as text with marked stretches, without an HTML parser. */
export function marked(escaped) {
  const entities = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'", "&#39;": "'", "&#34;": '"' };
  const plain = (text) => text.replace(/&(?:amp|lt|gt|quot|#x27|#39|#34);/g, (found) => entities[found]);
  return String(escaped).split(/(<mark>.*?<\/mark>)/s).filter(Boolean).map((part) => {
    const inside = /^<mark>(.*)<\/mark>$/s.exec(part);
    return inside ? el("mark", {}, plain(inside[1])) : plain(part);
  });
}
