// What do the settled cases support: which unit, outcome, leaning, days, rules? With too few or split cases, that they do not.

import { el, termList } from "./dom.js";
import { LEANINGS, OUTCOMES, STANDINGS, word } from "./words.js";

/** What the precedents agree on; where they do not, that they do not. Nothing where none was near enough. */
export function supported(support) {
  if (!support || !support.of) return null;
  const choice = (found, words = {}) => {
    if (!found.of) return "";
    const said = found.counted.slice(0, 3).map((each) => `${word(words, each.value)}（${each.count}）`).join("、");
    return found.standing === "agreed" ? `${word(words, found.value)}（${found.of} 件中 ${found.counted[0].count} 件）` : `${word(STANDINGS, found.standing)}：${said}`;
  };
  const days = support.days;
  const quartiles = days.of > 1 ? `，多在 ${Math.round(days.lower_quartile)}–${Math.round(days.upper_quartile)} 天` : "";
  const terms = [
    ["承办单位", choice(support.unit)],
    ["办理结果", choice(support.outcome, OUTCOMES)],
    ["答复倾向", choice(support.leaning, LEANINGS)],
    ["办理天数", days.of && (days.median === null ? `${word(STANDINGS, days.standing)}：${days.least}–${days.most} 天（${days.of} 件）` : `中位 ${Math.round(days.median)} 天${quartiles}（${days.of} 件）`)],
    ["共同依据", support.legal_basis.slice(0, 3).map((each) => `${each.value}（${each.count}）`).join("、")],
  ];
  return el("div", { class: "supported" }, el("h4", {}, `类案支持（${support.of} 件）`), termList(terms.filter(([, value]) => value), "terms summed"));
}
