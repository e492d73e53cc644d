// How does the frame talk with the page around it? By messages, whose whole list is in docs/embedding.md.

import "./panel.js";

const panel = document.querySelector("leian-panel");
const framed = window.parent !== window;
// The browser shows this frame only inside of pages that `frame_ancestors` names. What says something of a case still goes to
// one origin alone: that of the page around it, as the browser tells it, or of its first message.
let around = location.ancestorOrigins?.[0] ?? "";

const tell = (message, target) => framed && target && window.parent.postMessage(message, target);

const TELLS = { "leian-shown": "leian:shown", "leian-open": "leian:open", "leian-decided": "leian:decided", "leian-failed": "leian:failed" };
for (const [name, type] of Object.entries(TELLS)) {
  panel.addEventListener(name, (event) => {
    if (name === "leian-open" && framed && around) event.preventDefault(); // the page around decides what opens
    tell({ type, ...event.detail }, around);
  });
}

window.addEventListener("message", (event) => {
  if (!framed || event.source !== window.parent || typeof event.data !== "object" || event.data === null) return;
  const { type, case_id: id, key, operator } = event.data;
  if (!String(type).startsWith("leian:")) return;
  around = event.origin;
  if (type === "leian:key" && typeof key === "string") panel.key = key;
  if (type === "leian:operator" && typeof operator === "string") panel.setAttribute("operator", operator);
  if (type === "leian:show" && typeof id === "string") panel.setAttribute("case-id", id);
});

new ResizeObserver(() => tell({ type: "leian:height", height: Math.ceil(document.documentElement.getBoundingClientRect().height) }, "*")).observe(document.documentElement);
tell({ type: "leian:ready" }, "*");
const asked = /^\/embed\/case\/(.+)$/.exec(location.pathname)?.[1];
if (asked) {
  try {
    panel.setAttribute("case-id", decodeURIComponent(asked));
  } catch {
    panel.setAttribute("case-id", asked);
  }
}
