/** What survives a reload: the address bar says where one is, local storage holds what one is doing. */
import { effect, signal, type Signal } from "@preact/signals";

const KEY = "airdef/1/";

/** A signal that remembers its value in this browser. */
export function kept<T>(name: string, initial: T): Signal<T> {
  let start = initial;
  try {
    const stored = localStorage.getItem(KEY + name);
    if (stored !== null) start = JSON.parse(stored) as T;
  } catch {
    // A browser that refuses storage still runs the page; it only forgets.
  }
  const value = signal(start);
  effect(() => {
    const text = JSON.stringify(value.value);
    try {
      localStorage.setItem(KEY + name, text);
    } catch {
      // Full or refused: as above.
    }
  });
  return value;
}

/** What the address says, as `#scenario=port-raid&job=...&replication=17`. */
export function address(): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

export function setAddress(parts: Record<string, string | number | null>): void {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(parts)) if (value !== null && value !== "") query.set(key, String(value));
  history.replaceState(null, "", `#${query.toString()}`);
}
