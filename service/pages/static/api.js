// How does the page ask the service? Same host, JSON, and problem documents as errors with a sentence for the handler.

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

async function call(method, path, body, signal) {
  const request = { method, signal, headers: { Accept: "application/json" }, credentials: "same-origin" };
  if (body !== undefined) {
    request.headers["Content-Type"] = "application/json";
    request.body = JSON.stringify(body);
  }
  let answer;
  try {
    answer = await fetch(`/v1${path}`, request);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error("连不上服务，请检查网络后重试");
  }
  if (!answer.ok) throw new ServiceError(answer.status, await answer.json().catch(() => ({})));
  return answer.json();
}

const part = encodeURIComponent;

export const api = {
  cases: (query, signal) => call("GET", `/cases?${new URLSearchParams(query)}`, undefined, signal),
  search: (query, signal) => call("POST", "/search", query, signal),
  getCase: (id, signal) => call("GET", `/cases/${part(id)}`, undefined, signal),
  history: (id, signal) => call("GET", `/cases/${part(id)}/history`, undefined, signal),
  matter: (id, signal) => call("GET", `/matters/${part(id)}`, undefined, signal),
  compare: (id, other, signal) => call("GET", `/cases/${part(id)}/compare/${part(other)}`, undefined, signal),
  precedents: (query, signal) => call("POST", "/precedents", query, signal),
  review: (body, signal) => call("POST", "/replies/compare", body, signal),
  check: (body, signal) => call("POST", "/check", body, signal),
  decide: (body) => call("POST", "/decisions", body),
};
