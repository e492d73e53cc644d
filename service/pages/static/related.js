// What else belongs to a case? Its matter, its persons' earlier cases, and settled cases with replies.

import { api } from "./api.js";
import { badge, el, fill, section } from "./dom.js";
import { GRADES, OUTCOMES, STATUSES, TONES, VERDICTS, day, word } from "./words.js";

const link = (id, text) => el("a", { class: "case-link", href: `#/case/${encodeURIComponent(id)}` }, text);

/** The cases of the same matter; nothing where the case stands alone. */
export function matterPart(stored, verdict, signal) {
  const id = stored.matter_id ?? verdict?.matter_id;
  if (!id) return null;
  const place = el("div");
  fill(place, async () => {
    const matter = await api.matter(id, signal);
    const others = matter.cases.filter((each) => each.case_id !== stored.case_id);
    if (!others.length) return el("p", { class: "quiet" }, "目前只有本件。");
    return [
      el("p", { class: "quiet" }, `共 ${matter.size} 件，${day(matter.first_received_at)} 至 ${day(matter.last_received_at)}，未办结 ${matter.open} 件；` + matter.units.map((unit) => `${unit.unit} ${unit.count} 件`).join("，")),
      lines(others),
    ];
  });
  return section("同一事项", "", place);
}

/** The earlier cases of the case's persons. */
export function historyPart(stored, signal) {
  const place = el("div");
  fill(place, async () => {
    const { cases } = await api.history(stored.case_id, signal);
    return cases.length ? lines(cases) : el("p", { class: "quiet" }, "没有更早的来件。");
  });
  return section("信访人以往来件", "", place);
}

/** Settled cases with replies for `query` ({case_id} or {case}), and what they add up to. */
export function precedentsPart(query, signal) {
  const place = el("div");
  fill(place, async () => {
    const { precedents, advice } = await api.precedents({ ...query, limit: 6 }, signal);
    const near = precedents.filter((each) => each.grade >= 1);
    if (!near.length) return el("p", { class: "quiet" }, "没有足够相近的办结案件。");
    return [summed(advice, near), el("ol", { class: "precedents" }, near.map(precedent))];
  });
  return section("类案与答复", "已办结，供参考", place);
}

function lines(cases) {
  return el("ul", { class: "lines" }, cases.map((each) => {
    const verdict = each.verdict?.verdict;
    return el(
      "li", {},
      el("time", {}, day(each.received_at)),
      link(each.case_id, each.title || each.text.slice(0, 40)),
      verdict && badge(TONES[verdict] ?? "new", word(VERDICTS, verdict)),
      el("span", { class: "quiet" }, [word(STATUSES, each.status), each.handling_unit].filter(Boolean).join(" · ")),
    );
  }));
}

/** What the shown cases add up to: the service counts over all that it found, hardly related ones too. */
function summed(advice, near) {
  const shown = new Set(near.map((each) => each.case_id));
  const top = (counted, words = {}) =>
    counted
      .map(({ value, case_ids: ids }) => ({ value, count: ids.filter((id) => shown.has(id)).length }))
      .filter((each) => each.count)
      .sort((a, b) => b.count - a.count)
      .slice(0, 3)
      .map(({ value, count }) => `${word(words, value)}（${count}）`)
      .join("、");
  const days = near.map((each) => each.days_to_close).filter((each) => each !== null && each !== undefined).sort((a, b) => a - b);
  const median = days.length ? (days[(days.length - 1) >> 1] + days[days.length >> 1]) / 2 : null;
  const terms = [
    ["承办单位", top(advice.units)],
    ["办理结果", top(advice.outcomes, OUTCOMES)],
    ["办理天数", median === null ? "" : `中位 ${Math.round(median)} 天（${days.length} 件）`],
    ["答复依据", top(advice.legal_basis)],
  ].filter(([, value]) => value);
  return el("dl", { class: "terms summed" }, terms.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
}

function precedent(found) {
  const reply = found.official_reply;
  return el(
    "li", {},
    el(
      "p", { class: "precedent-top" },
      badge(found.grade >= 2 ? "kind" : "new", word(GRADES, found.grade)),
      link(found.case_id, found.title || found.case_id),
      found.outcome && badge("outcome", word(OUTCOMES, found.outcome)),
    ),
    el("p", { class: "quiet" }, [
      found.handling_unit, found.closed_at && `${day(found.closed_at)} 办结`, found.days_to_close !== null && `用时 ${found.days_to_close} 天`,
      found.matter_size > 1 && `同事项 ${found.matter_size} 件`,
    ].filter(Boolean).join(" · ")),
    el("p", { class: "snippet" }, found.snippet),
    found.why?.length > 0 && el("p", { class: "why" }, "共同要点：", found.why.join("、")),
    reply?.text && el("details", {}, el("summary", {}, "答复意见"), el("p", { class: "reply" }, reply.text)),
  );
}
