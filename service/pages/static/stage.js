// What stands on the right side? One view at a time; what the view before asked for is forgotten when the next one begins.

import { byId, el } from "./dom.js";

export class Stage {
  /** Keys of the view that is shown: {y: act, …}. */
  keys = {};
  #abort = null;
  #place = byId("detail");

  /** Show `nodes` under `title`; the signal ends with the view. */
  begin(title, ...nodes) {
    const signal = this.renew();
    document.title = `${title} · 类案`;
    this.#place.replaceChildren(el("a", { class: "back", href: "#/" }, "← 返回列表"), ...nodes);
    this.#place.scrollTop = 0;
    return signal;
  }

  /** End what the view has asked for so far, and its keys. */
  renew() {
    this.#abort?.abort();
    this.#abort = new AbortController();
    this.keys = {};
    return this.#abort.signal;
  }

  /** For who has come here by a key: what is read next begins here. */
  focus() {
    this.#place.focus({ preventScroll: true });
  }
}
