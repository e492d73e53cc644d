// What do most persons complain of this month, and what rose beyond chance? Counted by distinct persons; nothing is said of any.

import { api, exportUrl } from "./api.js";
import { badge, caseLink, el, exportLink, fill, matterLink, table } from "./dom.js";
import { day } from "./words.js";

const DAYS = [[7, "7 天"], [14, "14 天"], [30, "30 天"], [92, "92 天"]];
const SHOWN = 3;

/** The topics of a month. */
export function showHotspots(stage) {
  const month = el("input", { name: "month", type: "month", value: thisMonth(), required: true, pattern: "\\d{4}-\\d{2}" });
  const by = (months, name) => el("button", {
    type: "button", class: "button plain", onclick: () => {
      month.value = shifted(month.value, months);
      month.form.dispatchEvent(new Event("change"));
    },
  }, name);
  page(stage, {
    title: "每月热点", note: "按不同的人计数，一人多次来件只算一人；保密件不计入。", name: "hotspots", controls: [el("label", {}, el("span", {}, "月份"), month), by(-1, "上一月"), by(1, "下一月")],
    query: () => ({ month: month.value }), read: async (query, signal) => topics(await api.hotspots({ ...query, limit: 50 }, signal)),
  });
}

/** What rose in the last days, and matters that many persons raised. */
export function showAlerts(stage) {
  const days = el("select", { name: "days" }, DAYS.map(([value, name]) => el("option", { value }, name)));
  const until = el("input", { name: "until", type: "date" });
  page(stage, {
    title: "苗头信号", note: "与此前八倍时长相比，超出偶然的上升；以及五人以上反映的同一事项。", name: "alerts",
    controls: [el("label", {}, el("span", {}, "最近"), days), el("label", {}, el("span", {}, "截至"), until)],
    query: () => ({ days: days.value, until: until.value }), read: async (query, signal) => signals(await api.alerts({ ...query, limit: 50 }, signal)),
  });
}

function page(stage, { title, note, name, controls, query, read }) {
  const place = el("div", { "aria-live": "polite" });
  const download = exportLink(exportUrl(name));
  const form = el("form", { class: "bar", "aria-label": title }, controls, download);
  const signal = stage.begin(title, el("article", { class: "case" }, el("h2", {}, title), el("p", { class: "quiet" }, note), form, place));
  const show = () => {
    if (!form.checkValidity()) return;
    download.href = exportUrl(name, query());
    fill(place, () => read(query(), signal));
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", show);
  stage.keys = { r: show };
  show();
}

/** The present month as the archive writes its times: Asia/Shanghai, whatever this machine's clock says. */
const thisMonth = () => new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 7);

/** "2026-01" and -1 → "2025-12". */
function shifted(month, by) {
  const [year, number] = (/^\d{4}-\d{2}$/.test(month) ? month : thisMonth()).split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

function topics(found) {
  if (!found.topics.length) return el("p", { class: "empty" }, found.cases ? `${found.month} 有 ${found.cases} 件，没有可归类的。` : `${found.month} 没有来件。`);
  const most = Math.max(...found.topics.map((each) => each.persons));
  const heads = [["类别", "wide"], ["人数", "number"], ["上月", "number"], ["件数", "number"], ["事项", "number"], ["属地与承办"], ["近例"]];
  return [
    el("p", { class: "quiet" }, `${found.month} 共 ${found.cases} 件、${found.persons} 人；${found.unsorted} 件未能归类，不在下表中。`),
    table(`${found.month} 热点`, heads, found.topics.map((each) => [
      el("span", { class: "topic" }, el("b", {}, each.name), el("meter", { min: 0, max: most, value: each.persons, "aria-label": `${each.name} 的人数` })),
      each.persons, change(each), each.cases, each.matters, counted(each.localities, "locality").concat("；", counted(each.units, "unit")), examples(each.case_ids),
    ])),
  ];
}

const change = (topic) => el("span", {}, topic.persons_before, topic.persons_before > 0 && topic.persons !== topic.persons_before && el("small", {}, topic.persons > topic.persons_before ? " ↑" : " ↓"));

function signals(found) {
  const span = `${day(found.since)} 至 ${day(found.until)}，共 ${found.cases} 件；与 ${day(found.compared_since)} 以来相比。`;
  if (!found.alerts.length) return [el("p", { class: "quiet" }, span), el("p", { class: "empty" }, "没有超出偶然的上升，也没有五人以上的事项。")];
  return [
    el("p", { class: "quiet" }, span),
    el("ol", { class: "alerts" }, found.alerts.map((each) =>
      el(
        "li", {},
        el("p", {}, badge(each.kind === "rise" ? "alarm" : "group", each.kind === "rise" ? "上升" : "五人以上"), " ", el("b", {}, each.name || "未归类"), each.locality && ` · ${each.locality}`),
        el("p", {}, each.kind === "rise" ? `${each.persons} 人、${each.cases} 件；按以往应有 ${rounded(each.expected_persons)} 人` : `${each.persons} 人、${each.cases} 件反映同一事项`, "　", each.matter_id && matterLink(each.matter_id, "打开事项")),
        el("p", { class: "quiet" }, [counted(each.units, "unit"), each.p !== null && `偶然的概率 ${each.p}`].filter(Boolean).join(" · ")),
        el("p", { class: "quiet" }, "例 ", examples(each.case_ids)),
      ))),
  ];
}

const rounded = (number) => Math.round(number * 10) / 10;
const counted = (list, name) => list.slice(0, SHOWN).map((each) => `${each[name]} ${each.count}`).join("，");
const examples = (ids) => el("span", {}, ids.slice(0, SHOWN).map((id) => caseLink(id)));
