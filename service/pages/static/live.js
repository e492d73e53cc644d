// How does the page hear of new cases? One stream of events, which comes back by itself, and at the place where it stopped.

import { queryOf } from "./api.js";

const HIDDEN_MS = 30_000; // a page that nobody sees gives its connection back: browsers allow six of them to a host
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

/**
 * `onCase(event data)`: a case was registered, or has come to another unit. `onGap()`: something may have been missed; read the
 * list again. `onState("live" | "back" | "off")`: connected; on the way back by itself; not connected, trying again later.
 */
export class Live {
  #source = null;
  #position = "";
  #unit = "";
  #pause = FIRST_PAUSE_MS;
  #again = 0;
  #rest = 0;
  #hear;

  constructor(hear) {
    this.#hear = hear;
    document.addEventListener("visibilitychange", () => this.#look());
    window.addEventListener("online", () => this.#open());
    this.#open();
  }

  /** Hear of this unit's cases alone; "" of all. */
  follow(unit) {
    if (unit === this.#unit) return;
    this.#unit = unit;
    if (this.#source) this.#open();
  }

  #open() {
    clearTimeout(this.#again);
    this.#source?.close();
    const source = (this.#source = new EventSource(`/v1/stream${queryOf({ last_event_id: this.#position, unit: this.#unit })}`));
    const listen = (name, act) =>
      source.addEventListener(name, (event) => {
        if (source !== this.#source) return; // said by a stream that was given up
        this.#position = event.lastEventId || this.#position;
        act(event);
      });
    listen("open", () => {
      this.#pause = FIRST_PAUSE_MS;
      this.#hear.onState("live");
    });
    for (const name of ["case", "assigned"]) listen(name, (event) => this.#hear.onCase(JSON.parse(event.data)));
    for (const name of ["hello", "resync"]) listen(name, () => this.#hear.onGap());
    listen("error", () => this.#lost(source));
  }

  /** The browser comes back by itself after a broken line, but not after an answer such as 503 of a service that starts. */
  #lost(source) {
    if (source.readyState !== EventSource.CLOSED) {
      this.#hear.onState("back");
      return;
    }
    this.#hear.onState("off");
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.#open(), this.#pause * (0.75 + Math.random() / 2));
    this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE_MS);
  }

  #look() {
    clearTimeout(this.#rest);
    if (document.hidden) {
      this.#rest = setTimeout(() => {
        clearTimeout(this.#again);
        this.#source?.close();
        this.#source = null;
      }, HIDDEN_MS);
    } else if (this.#source === null) {
      this.#open();
    }
  }
}
