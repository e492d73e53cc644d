// What connects the parts? The address says which view is open; keys and buttons change the address. Views come when asked for.

import { byId, failed, loading } from "./dom.js";
import { CaseList } from "./list.js";
import { Live } from "./live.js";
import { recall, remember } from "./memory.js";
import { Stage } from "./stage.js";

const LIVE = { live: "实时", back: "正在重连…", off: "连接中断，稍后重试" };
const VIEWS = {
  case: async (id) => (await import("./detail.js")).showCase(stage, id),
  trial: async () => (await import("./trial.js")).openTrial(stage),
  report: async (id) => (await import("./report.js")).showReport(stage, id),
  matters: async () => (await import("./matters.js")).showMatters(stage),
  matter: async (id) => (await import("./matters.js")).showMatter(stage, id),
  hotspots: async () => (await import("./signals.js")).showHotspots(stage),
  alerts: async () => (await import("./signals.js")).showAlerts(stage),
};
const WITH_ID = new Set(["case", "report", "matter"]);
const stage = new Stage();
const list = new CaseList();
const blank = byId("blank");
let byKey = false; // whether the view that opens was asked for by a key

async function follow() {
  const [, kind, part] = /^#\/(\w+)(?:\/(.+))?$/.exec(location.hash) ?? [];
  const open = Object.hasOwn(VIEWS, kind ?? "") && WITH_ID.has(kind) === Boolean(part) ? VIEWS[kind] : null;
  const id = part && decoded(part);
  const focus = byKey;
  byKey = false;
  const left = list.selected;
  const held = document.activeElement;
  document.body.dataset.view = open ? "detail" : "list";
  list.select(kind === "case" ? id : "");
  for (const link of document.querySelectorAll(".views a")) {
    if (link.hash === `#/${{ matter: "matters" }[kind] ?? (open && kind !== "case" && kind !== "report" ? kind : "")}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (!open) {
    stage.begin("重复件研判台", blank);
    if (focus || isLost(held)) list.focus(left);
    return;
  }
  const here = location.hash;
  stage.begin("正在打开", loading());
  try {
    await open(id);
    if (location.hash === here && (focus || isLost(held))) stage.focus();
  } catch (error) {
    console.error(error);
    if (location.hash === here) stage.begin("没有打开", failed(new Error("页面没有载入，请检查网络后重试"), follow));
  }
}

/** Whether what held the focus is not on the screen any more: on a telephone list and view take turns. */
const isLost = (held) => held !== null && held !== document.body && !held.checkVisibility();

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Move in the list; from now on no key decides about the case that is left. */
function move(by) {
  if (list.step(by)) stage.renew();
}

function go(hash) {
  if (location.hash === hash) return;
  byKey = true;
  location.hash = hash;
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  r: () => list.reload(),
  t: () => go("#/trial"),
  m: () => go("#/matters"),
  h: () => go("#/hotspots"),
  a: () => go("#/alerts"),
  "/": () => {
    if (getComputedStyle(byId("q")).visibility === "hidden" || !byId("q").offsetParent) go("#/");
    byId("q").focus();
  },
  "?": () => byId("help").showModal(),
  Escape: () => go("#/"),
};

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || byId("help").open) return;
  if (event.target.closest("input, textarea, select")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const act = stage.keys[event.key] ?? KEYS[event.key];
  if (!act || (event.repeat && !"jk".includes(event.key))) return;
  event.preventDefault();
  act();
}

// Only a name for the record of decisions; it stays in this browser.
const operator = byId("operator");
operator.value = recall("operator");
operator.addEventListener("change", () => remember("operator", operator.value.trim()));
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault(); // its address would close the view
  stage.focus();
});
byId("open-trial").addEventListener("click", () => go("#/trial"));
byId("open-help").addEventListener("click", () => byId("help").showModal());
window.addEventListener("hashchange", follow);
window.addEventListener("keydown", onKey);
// Paper cannot be clicked: what is folded is open on it, and folded again afterwards.
let opened = [];
window.addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("#detail details:not([open])")];
  for (const each of opened) each.open = true;
});
window.addEventListener("afterprint", () => {
  for (const each of opened) each.open = false;
});
follow();
list.reload();
const live = new Live({
  onCase: (stored) => list.arrive(stored),
  onGap: () => list.refresh(),
  onState: (state) => {
    byId("live").dataset.state = state;
    byId("live").textContent = LIVE[state];
  },
});
list.onUnit = (unit) => live.follow(unit);
