// What else belongs to a case? Its matter, its persons' earlier cases, and settled cases with replies.

import { api, exportUrl } from "./api.js";
import { badge, caseLink, el, exportLink, fill, matterLink, section, termList } from "./dom.js";
import { supported } from "./support.js";
import { timeline } from "./timeline.js";
import { GRADES, OUTCOMES, STATUSES, TONES, VERDICTS, day, word } from "./words.js";

const SHOWN = 6; // settled cases on the page at first; all that were asked for support the counts
const ASKED = 20;

/** The cases of the same matter and what happened to them; `refresh()` reads them again after a decision. */
export function matterPart(stored, signal) {
  const place = el("div");
  const part = section("同一事项", "", place);
  part.hidden = true;
  const read = async (id) => {
    const matter = await api.matter(id, signal);
    const others = matter.cases.filter((each) => each.case_id !== stored.case_id);
    if (!others.length) return el("p", { class: "quiet" }, "目前只有本件。");
    return [
      el("p", { class: "quiet" }, `共 ${matter.size} 件，${day(matter.first_received_at)} 至 ${day(matter.last_received_at)}，未办结 ${matter.open} 件；` + matter.units.map((unit) => `${unit.unit} ${unit.count} 件`).join("，") + "　", matterLink(id, "打开事项")),
      timeline(matter.cases, stored.case_id),
    ];
  };
  const show = (id) => {
    part.hidden = !id;
    if (id) fill(place, () => read(id));
  };
  const refresh = async () => {
    try {
      show((await api.getCase(stored.case_id, signal)).matter_id);
    } catch {
      // The decision is kept; the part shows what it showed.
    }
  };
  show(stored.matter_id ?? stored.verdict?.matter_id);
  return { part, refresh };
}

/** The earlier cases of the case's persons. */
export function historyPart(stored, signal) {
  const place = el("div");
  fill(place, async () => {
    const { cases } = await api.history(stored.case_id, signal);
    if (!cases.length) return el("p", { class: "quiet" }, "没有更早的来件。");
    return [lines(cases), el("p", { class: "tools" }, exportLink(exportUrl("history", { case_id: stored.case_id })))];
  });
  return section("信访人以往来件", "", place);
}

/** Settled cases with replies for `query` ({case_id} or {case}), and what they add up to. */
export function precedentsPart(query, signal, service = api) {
  const place = el("div");
  fill(place, async () => {
    const { precedents, advice, support } = await service.precedents({ ...query, limit: ASKED }, signal);
    const near = precedents.filter((each) => each.grade >= 1);
    if (!near.length) return el("p", { class: "quiet" }, "没有足够相近的办结案件。");
    const rest = near.slice(SHOWN);
    const list = el("ol", { class: "precedents" }, near.slice(0, SHOWN).map(precedent));
    const more = rest.length > 0 && el("button", { type: "button", class: "button plain", onclick: () => { list.append(...rest.map(precedent)); more.remove(); } }, `再显示 ${rest.length} 件`);
    const table = query.case_id && service === api && exportLink(exportUrl("precedents", { case_id: query.case_id }));
    return [supported(support) ?? summed(advice, near), list, (more || table) && el("p", { class: "tools" }, more, table)];
  });
  return section("类案与答复", "已办结，供参考", place);
}

/** Cases one below the other. */
export function lines(cases) {
  return el("ul", { class: "lines" }, cases.map((each) => {
    const verdict = each.verdict?.verdict;
    return el(
      "li", {},
      el("time", {}, day(each.received_at)),
      caseLink(each.case_id, each.title || each.text.slice(0, 40)),
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
  ];
  return termList(terms, "terms summed");
}

/** One settled case with its reply. */
export function precedent(found) {
  const reply = found.official_reply;
  return el(
    "li", {},
    el(
      "p", { class: "precedent-top" },
      badge(found.grade >= 2 ? "kind" : "new", word(GRADES, found.grade)),
      caseLink(found.case_id, found.title || found.case_id),
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
