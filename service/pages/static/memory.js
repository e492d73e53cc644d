// What does this browser keep for its handler? Two words: who they are and which unit's cases they look at. Nothing of any case.

export function recall(name) {
  try {
    return localStorage.getItem(`leian.${name}`) ?? "";
  } catch {
    return ""; // storage may be forbidden: the word is then asked for once per visit
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(`leian.${name}`, value);
  } catch {
    // As above.
  }
}
