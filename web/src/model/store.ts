/**
 * What survives a reload besides the address (address.ts): taste in this browser, and what is on the table in this tab.
 * Nothing that one tab works on is kept where another tab would overwrite it.
 */
import { effect, signal, type Signal } from "@preact/signals";

const KEY = "airdef/1/";

/** A signal that remembers its value in this browser: for taste, which all tabs share. */
export function kept<T>(name: string, initial: T): Signal<T> {
  return keptIn(() => localStorage, name, initial);
}

/** A signal that remembers its value in this tab alone, as long as it is open. */
export function keptInTab<T>(name: string, initial: T): Signal<T> {
  return keptIn(() => sessionStorage, name, initial);
}

function keptIn<T>(storage: () => Storage, name: string, initial: T): Signal<T> {
  let start = initial;
  try {
    const stored = storage().getItem(KEY + name);
    if (stored !== null) start = JSON.parse(stored) as T;
  } catch {
    // A browser that refuses storage still runs the page; it only forgets.
  }
  const value = signal(start);
  effect(() => {
    const text = JSON.stringify(value.value);
    try {
      storage().setItem(KEY + name, text);
    } catch {
      // Full or refused: as above.
    }
  });
  return value;
}
