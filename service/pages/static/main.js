// What connects the parts? The address says which case is open; keys and buttons change the address.

import { Detail } from "./detail.js";
import { byId } from "./dom.js";
import { CaseList } from "./list.js";
import { Live } from "./live.js";
import { openTrial } from "./trial.js";

const OPERATOR = "leian.operator";
const LIVE = { live: "实时", back: "正在重连…", off: "连接中断，稍后重试" };
const detail = new Detail();
const list = new CaseList();
const blank = byId("blank");

function follow() {
  const [, kind, id] = /^#\/(case|trial)(?:\/(.+))?$/.exec(location.hash) ?? [];
  document.body.dataset.view = kind ? "detail" : "list";
  if (kind === "case" && id) {
    const wanted = decoded(id);
    list.select(wanted);
    detail.show(wanted);
  } else if (kind === "trial") {
    list.select("");
    openTrial(detail);
  } else {
    list.select("");
    byId("detail").replaceChildren(blank);
  }
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Move in the list; from now on no key decides about the case that is left. */
function move(by) {
  if (list.step(by)) detail.matches = null;
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  "[": () => detail.matches?.step(-1),
  "]": () => detail.matches?.step(1),
  y: () => detail.matches?.decide("confirm"),
  n: () => detail.matches?.decide("reject"),
  r: () => list.reload(),
  t: () => go("#/trial"),
  "/": () => byId("q").focus(),
  "?": () => byId("help").showModal(),
  Escape: () => go("#/"),
};

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || byId("help").open) return;
  if (event.target.closest("input, textarea, select")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const act = KEYS[event.key];
  if (!act || (event.repeat && !"jk".includes(event.key))) return;
  event.preventDefault();
  act();
}

const go = (hash) => {
  if (location.hash !== hash) location.hash = hash;
};

// Only a name for the record of decisions; it stays in this browser.
const operator = byId("operator");
try {
  operator.value = localStorage.getItem(OPERATOR) ?? "";
  operator.addEventListener("change", () => localStorage.setItem(OPERATOR, operator.value.trim()));
} catch {
  // Storage may be forbidden: the name is then asked for once per visit.
}
byId("open-trial").addEventListener("click", () => go("#/trial"));
byId("open-help").addEventListener("click", () => byId("help").showModal());
window.addEventListener("hashchange", follow);
window.addEventListener("keydown", onKey);
follow();
list.reload();
new Live({
  onCase: (stored) => list.arrive(stored),
  onGap: () => list.refresh(),
  onState: (state) => {
    byId("live").dataset.state = state;
    byId("live").textContent = LIVE[state];
  },
});
