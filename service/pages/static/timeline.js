// What happened in a matter, and when? Each case's receipt, reply and closing, in the order of time.

import { badge, caseLink, el } from "./dom.js";
import { OUTCOMES, STATUSES, TONES, VERDICTS, day, word } from "./words.js";

/** A list of what happened to `cases`; `current` is the id of the case that is open. */
export function timeline(cases, current = "") {
  const happened = cases.flatMap((each) => eventsOf(each, current)).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.rank - b.rank));
  return el("ol", { class: "timeline" }, happened.map((each) => each.node));
}

function eventsOf(stored, current) {
  const own = stored.case_id === current;
  const name = () => (own ? el("b", {}, "本件") : caseLink(stored.case_id, stored.title || stored.text?.slice(0, 40) || stored.case_id)); // a node stands in one place
  const event = (kind, at, rank, ...said) =>
    at && { at, rank, node: el("li", { "data-event": kind, "data-own": own || null }, el("time", { datetime: at }, day(at)), el("div", {}, said)) };
  const verdict = stored.verdict?.verdict;
  const reply = stored.official_reply;
  const outcome = stored.outcome || reply?.outcome;
  return [
    event("came", stored.received_at, 0, el("p", {}, name(), " ", verdict && badge(TONES[verdict] ?? "new", word(VERDICTS, verdict))), el("p", { class: "quiet" }, [!own && stored.case_id, stored.handling_unit, word(STATUSES, stored.status)].filter(Boolean).join(" · "))),
    reply?.text && event("replied", reply.replied_at || stored.closed_at || stored.received_at, 1, el("p", {}, "答复 ", name(), " ", outcome && badge("outcome", word(OUTCOMES, outcome))), el("details", {}, el("summary", {}, "答复意见"), el("p", { class: "reply" }, reply.text))),
    event("closed", stored.closed_at, 2, el("p", {}, "办结 ", name())),
  ].filter(Boolean);
}
