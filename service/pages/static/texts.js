// How are two texts shown against each other? Spans of the service count code points, so texts are cut as such.

import { el } from "./dom.js";

const SHORT_RUN = 3; // equal characters between two differences; fewer are chance, and would make the page flicker
const LIKE = 0.5; // share of equal characters from which the differences are marked, below it what is common

/** {spans: [[start, end], …] for the new and the old text, same: true where they are what the texts have in common}. */
export function contrast(ops, length, otherLength) {
  const equal = ops.filter((op) => op.op === "equal" && op.span[1] - op.span[0] >= SHORT_RUN);
  const common = equal.reduce((sum, op) => sum + op.span[1] - op.span[0], 0);
  const same = common < LIKE * Math.min(length, otherLength) || !length || !otherLength;
  const mine = equal.map((op) => op.span);
  const others = equal.map((op) => op.other_span);
  return same
    ? { same, spans: mine, otherSpans: others }
    : { same, spans: gaps(mine, length), otherSpans: gaps(others, otherLength) };
}

function gaps(spans, length) {
  const found = [];
  let at = 0;
  for (const [start, end] of spans) {
    if (start > at) found.push([at, start]);
    at = end;
  }
  if (at < length) found.push([at, length]);
  return found;
}

/**
 * A paragraph of `text` with marks: [{span, kind, evidence?}]; kind is diff | same | agree | conflict | missing. Marks may
 * overlap; each stretch between two edges is one element that carries all kinds that cover it.
 */
export function markedText(text, marks) {
  const points = Array.from(text);
  const inside = marks
    .map((mark) => ({ ...mark, start: Math.max(0, mark.span[0]), end: Math.min(points.length, mark.span[1]) }))
    .filter((mark) => mark.start < mark.end);
  const edges = [...new Set([0, points.length, ...inside.flatMap((mark) => [mark.start, mark.end])])].sort((a, b) => a - b);
  const node = el("p", { class: "text" });
  for (let at = 0; at + 1 < edges.length; at += 1) {
    const [start, end] = [edges[at], edges[at + 1]];
    const piece = points.slice(start, end).join("");
    const here = inside.filter((mark) => mark.start <= start && mark.end >= end);
    if (!here.length) {
      node.append(piece);
      continue;
    }
    const evidence = here.map((mark) => mark.evidence).filter((number) => number !== undefined);
    node.append(
      el("span", { class: `m ${here.map((mark) => `m-${mark.kind}`).join(" ")}`, "data-evidence": evidence.join(" ") || null }, piece),
    );
  }
  if (!points.length) node.append(el("span", { class: "quiet" }, "（没有正文）"));
  return node;
}

/** The marks of one side from evidence; `side` is "new" or "old". */
export const slotMarks = (evidence, side) =>
  evidence.flatMap((each, number) => {
    const span = each[`${side}_span`];
    return span?.length === 2 ? [{ span, kind: each.verdict, evidence: number }] : [];
  });
