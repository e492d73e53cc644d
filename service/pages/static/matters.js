// Which matters are there, and what happened in one? The list by size, age or repeats, and one matter with its timeline.

import { api, exportUrl } from "./api.js";
import { badge, byId, caseLink, el, exportLink, failed, fill, loading, matterLink, section, table, termList, toast } from "./dom.js";
import { finding } from "./review.js";
import { timeline } from "./timeline.js";
import { STATUSES, TONES, VERDICTS, day, word } from "./words.js";

const SORTS = [["size", "件数最多"], ["repeat", "重复最多"], ["age", "历时最久"]];
const MOST_COMPARED = 50;

/** The list of matters, page by page. */
export function showMatters(stage) {
  const place = el("div", { "aria-live": "polite" });
  const sort = el("select", { name: "sort" }, SORTS.map(([value, name]) => el("option", { value }, name)));
  const unit = el("input", { name: "unit", list: "units", autocomplete: "off", placeholder: "全部" });
  const open = el("input", { name: "open", type: "checkbox" });
  const download = exportLink(exportUrl("matters"));
  const form = el(
    "form", { class: "bar", role: "search", "aria-label": "筛选事项" },
    el("label", {}, el("span", {}, "排序"), sort), el("label", {}, el("span", {}, "承办单位"), unit),
    el("label", { class: "check" }, open, el("span", {}, "只看未办结")), download,
  );
  const signal = stage.begin("事项", el("article", { class: "case" }, el("h2", {}, "事项"), el("p", { class: "quiet" }, "两件以上来件反映的同一事项。"), form, place));
  const query = () => ({ sort: sort.value, unit: unit.value.trim(), open: open.checked && "true" });
  const read = () => {
    download.href = exportUrl("matters", query());
    fill(place, () => pages(query(), signal));
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", read);
  stage.keys = { r: read };
  read();
}

async function pages(query, signal) {
  const rows = async (cursor) => {
    const page = await api.matters({ ...query, cursor }, signal);
    return [page.matters.map(row), page.cursor];
  };
  const [first, cursor] = await rows();
  if (!first.length) return el("p", { class: "empty" }, query.unit || query.open ? "没有符合的事项。" : "还没有两件以上来件的事项。");
  const shown = table("事项", HEADS, first);
  return [shown, more(cursor, rows, (found) => shown.tBodies[0].append(...table("", HEADS, found).tBodies[0].rows))];
}

/** A button for the next page; `rows(cursor)` reads it, `append` shows it. */
function more(cursor, rows, append) {
  if (!cursor) return null;
  const button = el("button", { type: "button", class: "button plain" }, "加载更多");
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const [found, next] = await rows(cursor);
      append(found);
      cursor = next;
      if (!cursor) button.remove();
    } catch (error) {
      if (error.name !== "AbortError") toast(error.message, "alarm");
    }
    button.disabled = false;
  });
  return el("p", { class: "more" }, button);
}

const HEADS = [["事项", "wide"], ["件数", "number"], ["人数", "number"], ["未办结", "number"], ["重复", "number"], ["最近", "date"], ["承办单位"]];

const row = (each) => [
  matterLink(each.matter_id, each.title || each.matter_id), each.size, each.persons, each.open, each.repeats, day(each.last_received_at),
  each.units.slice(0, 3).map((unit) => `${unit.unit} ${unit.count}`).join("，"),
];

/** One matter: its cases, what happened, whether its replies agree; each case can be taken out of it. */
export async function showMatter(stage, id) {
  const signal = stage.begin("事项", loading("正在读取事项…"));
  let matter;
  try {
    matter = await api.matter(id, signal);
  } catch (error) {
    if (error.name !== "AbortError") stage.begin("没有打开", failed(error.status === 404 ? new Error("没有这个事项，可能其中各件都已拆出") : error, () => showMatter(stage, id)));
    return;
  }
  if (signal.aborted) return;
  const title = matter.cases[0].title || matter.cases[0].text.slice(0, 40) || id;
  const again = () => showMatter(stage, id);
  stage.begin(
    title,
    el(
      "article", { class: "case", "aria-labelledby": "matter-title" },
      el(
        "header", { class: "case-head" }, el("h2", { id: "matter-title" }, title),
        termList([
          ["编号", matter.matter_id], ["共", `${matter.size} 件，未办结 ${matter.open} 件`], ["自", day(matter.first_received_at)],
          ["至", day(matter.last_received_at)], ["承办单位", matter.units.map((unit) => `${unit.unit} ${unit.count} 件`).join("，")],
        ]),
        el("p", { class: "tools" }, exportLink(exportUrl("matter", { matter_id: id })), el("button", { type: "button", class: "button", onclick: () => window.print() }, "打印")),
      ),
      section("经过", "", timeline(matter.cases)),
      section("各件", `${matter.cases.length} 件`, members(matter.cases, again)),
      repliesPart(matter),
    ),
  );
  stage.keys = { r: again, p: () => window.print() };
}

function members(cases, again) {
  const heads = [["收到", "date"], ["来件", "wide"], ["结论"], ["状态"], ["承办单位"], [""]];
  return table("本事项的来件", heads, cases.map((each) => [
    day(each.received_at),
    caseLink(each.case_id, each.title || each.text.slice(0, 40)),
    each.verdict ? badge(TONES[each.verdict.verdict] ?? "new", word(VERDICTS, each.verdict.verdict)) : "",
    word(STATUSES, each.status), each.handling_unit ?? "",
    cases.length > 1 ? el("button", { type: "button", class: "button", "aria-label": `拆出 ${each.case_id}`, onclick: () => split(each, cases, again) }, "拆出") : "",
  ]));
}

/** Take a case out of its matter; the toast that says so takes it back. */
async function split(stored, cases, again) {
  const by = byId("operator").value.trim();
  if (!by) {
    toast("请先在右上角填写经办人", "alarm");
    byId("operator").focus();
    return;
  }
  const other = cases.find((each) => each.case_id !== stored.case_id);
  const order = { case_id: stored.case_id, other_case_id: other.case_id, by, reason: "" };
  const decide = async (decision, said, undo) => {
    try {
      await api.decide({ ...order, decision });
      toast(said, "good", undo);
      again();
    } catch (error) {
      toast(`没有保存：${error.message}`, "alarm");
    }
  };
  await decide("split", `已拆出：${stored.case_id}`, ["撤销", () => decide("undo", `已撤销：${stored.case_id}`)]);
}

function repliesPart(matter) {
  const replied = matter.replies.map((each) => each.case_id).slice(0, MOST_COMPARED);
  if (replied.length < 2) return null;
  const answer = el("div", { "aria-live": "polite" });
  const button = el("button", { type: "button", class: "button", onclick: () => fill(answer, async () => compared(await api.review({ case_ids: replied }))) }, `比对 ${replied.length} 份答复`);
  return section("答复是否一致", "仅供参考", el("p", { class: "tools" }, button), answer);
}

const compared = (review) =>
  review.findings.length
    ? el("ol", { class: "findings" }, review.findings.map((each) => finding(each, true)))
    : el("p", { class: "empty" }, "没有发现互相矛盾之处。");
