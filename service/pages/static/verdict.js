// What did the service conclude about a case? Its verdict, the demands one by one, and what is new.

import { badge, caseLink, el, section } from "./dom.js";
import { BASES, FLAGS, RULES, TONES, URGENT_FLAGS, VERDICTS, percent, word } from "./words.js";

/** The verdict with its reasons. */
export function verdictCard(verdict) {
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

/** What becomes of each demand; nothing where there is one alone. */
export function demandsPart(verdict) {
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

/** What the earlier cases did not say. */
export function factsPart(verdict) {
  if (!verdict?.new_facts?.length) return null;
  return section("新情况", "原件中没有的", el("ul", { class: "facts" }, verdict.new_facts.map((fact) => el("li", {}, fact))));
}

/** What two cases say of a slot, and which of them where one alone does. */
export function slotText(each) {
  if (each.verdict === "conflict") return `${each.new || "—"} ≠ ${each.old || "—"}`;
  if (each.verdict === "missing") return each.new ? `${each.new}（本件）` : `${each.old}（原件）`;
  return each.new && each.old && each.new !== each.old ? `${each.new} = ${each.old}` : each.new || each.old;
}
