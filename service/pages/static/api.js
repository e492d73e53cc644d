// How does a page ask the service? JSON, and problem documents as errors with a sentence for the handler.

const SENTENCES = {
  400: "请求格式有误", 401: "需要访问密钥", 403: "没有权限做这件事", 404: "没有找到，可能已被删除", 409: "与已登记的内容冲突",
  413: "内容太长", 422: "有内容填写不正确", 429: "请求太频繁，请稍候", 503: "服务正忙或正在启动，请稍候",
};

export class ServiceError extends Error {
  constructor(status, problem) {
    const fields = (problem.errors ?? []).map((each) => `${each.field}：${each.hint || each.limit || ""}`).join("；");
    super([SENTENCES[status] ?? `服务出错（${status}）`, fields].filter(Boolean).join("。"));
    this.status = status;
  }
}

async function call(method, path, body, signal, { base, key }) {
  const request = { method, signal, headers: { Accept: "application/json" }, credentials: "same-origin" };
  if (key()) request.headers.Authorization = `Bearer ${key()}`;
  if (body !== undefined) {
    request.headers["Content-Type"] = "application/json";
    request.body = JSON.stringify(body);
  }
  let answer;
  try {
    answer = await fetch(`${base}/v1${path}`, request);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error("连不上服务，请检查网络后重试");
  }
  if (!answer.ok) throw new ServiceError(answer.status, await answer.json().catch(() => ({})));
  return answer.json();
}

const part = encodeURIComponent;

/** "?a=1&b=2" of what is not empty, or "". */
export const queryOf = (query) => {
  const said = Object.entries(query).filter(([, value]) => value !== "" && value !== null && value !== undefined && value !== false);
  return said.length ? `?${new URLSearchParams(said)}` : "";
};

/** Where a list is to be had as a table: exportUrl("cases", {unit: "…"}). */
export const exportUrl = (name, query = {}) => `/v1/export/${name}.csv${queryOf(query)}`;

/** The calls of one service: ours, or for a panel on another system's page that at `base`, with the key that `key()` gives. */
export function connect({ base = "", key = () => "" } = {}) {
  const get = (path, signal) => call("GET", path, undefined, signal, { base, key });
  const post = (path, body, signal) => call("POST", path, body, signal, { base, key });
  return {
    cases: (query, signal) => get(`/cases${queryOf(query)}`, signal),
    search: (query, signal) => post("/search", query, signal),
    getCase: (id, signal) => get(`/cases/${part(id)}`, signal),
    history: (id, signal) => get(`/cases/${part(id)}/history`, signal),
    decisions: (id, signal) => get(`/cases/${part(id)}/decisions`, signal),
    matters: (query, signal) => get(`/matters${queryOf(query)}`, signal),
    matter: (id, signal) => get(`/matters/${part(id)}`, signal),
    hotspots: (query, signal) => get(`/hotspots${queryOf(query)}`, signal),
    alerts: (query, signal) => get(`/alerts${queryOf(query)}`, signal),
    compare: (id, other, signal) => get(`/cases/${part(id)}/compare/${part(other)}`, signal),
    precedents: (query, signal) => post("/precedents", query, signal),
    review: (body, signal) => post("/replies/compare", body, signal),
    check: (body, signal) => post("/check", body, signal),
    decide: (body) => post("/decisions", body),
  };
}

export const api = connect();
