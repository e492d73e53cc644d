// Has anybody brought this up already? A pasted text is checked and forgotten.

import { api } from "./api.js";
import { showTrial } from "./detail.js";
import { byId, el, fill } from "./dom.js";

export function openTrial(stage) {
  const form = byId("trial-form").content.firstElementChild.cloneNode(true);
  const answer = el("div", { class: "trial-answer", "aria-live": "polite" });
  stage.begin("试判", el("div", { class: "case" }, form, answer));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const kase = trialCase(new FormData(form));
    const button = form.querySelector("button");
    button.disabled = true;
    fill(answer, async () => {
      const verdict = await api.check(kase);
      const place = el("div");
      showTrial(stage, place, kase, verdict);
      return place;
    }).finally(() => {
      button.disabled = false;
    });
  });
  form.elements.text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  form.elements.text.focus();
}

function trialCase(data) {
  const said = (name) => String(data.get(name) ?? "").trim();
  const person = { name: said("name"), phone: said("phone") };
  return {
    case_id: `试判-${Date.now()}`,
    text: said("text"),
    petitioner: person.name || person.phone ? person : null,
    ...(said("channel") && { channel: said("channel") }),
  };
}
