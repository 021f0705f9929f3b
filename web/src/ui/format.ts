/** Numbers and names as people read them. */

/** Three significant figures, without an exponent for what people count. */
export function number(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e15) return value.toLocaleString("en-GB");
  if (size >= 10000) return Math.round(value).toLocaleString("en-GB");
  if (size >= 100) return value.toFixed(0);
  if (size >= 10) return value.toFixed(1);
  if (size >= 0.01) return value.toFixed(2);
  return size >= 1e-4 ? value.toPrecision(2) : value.toExponential(1);
}

/** The edge of a bin: exact for whole numbers, else as fine as the bins are. */
export function edge(value: number, width: number | null): string {
  if (width === null || width <= 0) return number(value);
  return value.toFixed(Math.min(6, Math.max(0, Math.ceil(-Math.log10(width)))));
}

export function count(value: number): string {
  return value.toLocaleString("en-GB");
}

export function fixed(value: number | null | undefined, digits = 2): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const text = Math.abs(value) >= 1000 ? Math.round(value).toLocaleString("en-GB") : value.toFixed(digits);
  // A true minus; and none before a zero.
  return text.replace(/^-(?=[0.,]*$)/, "").replace("-", "−");
}

/** Both ends of an interval; null where one of them is not known. */
export function ends(ci: readonly [number | null, number | null] | null): [number, number] | null {
  return ci && ci[0] !== null && ci[1] !== null ? [ci[0], ci[1]] : null;
}

/** Seconds as m:ss, or h:mm:ss. */
export function clock(seconds: number): string {
  const total = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(total / 3600), Math.floor((total % 3600) / 60), total % 60];
  const tail = `${String(minutes).padStart(hours ? 2 : 1, "0")}:${String(rest).padStart(2, "0")}`;
  return hours ? `${hours}:${tail}` : tail;
}

/** `first_intercept_range_km` as "First intercept range [km]"; `leak-reason` as "Leak reason". */
export function label(name: string, unit = ""): string {
  const tail = unit ? new RegExp(`_${unit}$`) : /_(km|s|m)$/;
  const found = unit || (/_(km|s|m)$/.exec(name)?.[1] ?? "");
  const words = name.replace(tail, "").replaceAll(/[_-]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1) + (found ? ` [${found}]` : "");
}

export function when(stamp: string | number | null): string {
  if (stamp === null) return "";
  const date = typeof stamp === "number" ? new Date(stamp * 1000) : new Date(stamp);
  return Number.isNaN(date.getTime())
    ? String(stamp)
    : date.toLocaleString("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
}

/** A quantity as it is told, with square metres as they are written. */
export function squared(text: string): string {
  return text.replaceAll(/(?<=[0-9 ])(k?m)2\b/g, "$1²");
}

export function plural(n: number, word: string, words = `${word}s`): string {
  return `${count(n)} ${n === 1 ? word : words}`;
}
