/** Colours and line styles of the globe as plain data: what draws them and the legend read the same. */
export type Ground = "dark" | "light";

export interface LineStyle {
  css: string;
  alpha: number;
  width: number;
  /** Length [px] of a dash with its gap; 0: a whole line. */
  dash: number;
}

function line(css: string, alpha: number, width: number, dash = 0): LineStyle {
  return { css, alpha, width, dash };
}

/** Colours of lines and names: bright ones with dark edges on a dark globe, and the other way round. */
export const INKS: Record<Ground, Record<"friend" | "hostile" | "asset" | "edge", string>> = {
  dark: { friend: "#6fb7f2", hostile: "#ff8a7a", asset: "#8fe0a4", edge: "#07101a" },
  light: { friend: "#0b4f8f", hostile: "#a8261c", asset: "#14602f", edge: "#f4f8fb" },
};

/** Lines of what stands and is planned. */
export function planLines(ground: Ground): Record<"range" | "circle" | "sector" | "silent" | "road" | "route" | "released", LineStyle> {
  const { friend, hostile } = INKS[ground];
  return {
    range: line(friend, 0.75, 1.5, 12),
    circle: line(friend, 0.38, 1),
    sector: line(friend, 0.4, 1),
    silent: line(friend, 0.4, 1, 8),
    road: line(friend, 0.75, 1.5, 6),
    route: line(hostile, 0.8, 2),
    released: line(hostile, 0.7, 1.2, 12),
  };
}

/** The azimuth of the side view, and the edges of what is drawn in it. */
export function azimuthLines(ground: Ground): Record<"middle" | "edge", LineStyle> {
  const css = ground === "dark" ? "#ffffff" : "#101820";
  return { middle: line(css, 0.9, 2), edge: line(css, 0.5, 1, 10) };
}

/** Envelopes of missiles, by their place among those of a unit. */
export const ENVELOPES: Record<Ground, readonly string[]> = { dark: ["#6fb7f2", "#8fe0a4", "#d8b4ff"], light: ["#0b4f8f", "#14602f", "#6a2fa3"] };

export function envelopeLine(ground: Ground, i: number): LineStyle {
  return line(ENVELOPES[ground][i % 3]!, 0.8, 1.5);
}

export type LiveKind = "link" | "cut" | "track" | "assigned" | "launched" | "assessed" | "drop";

/** Lines that go with the clock. */
export const LIVE: Record<Ground, Record<LiveKind, LineStyle>> = {
  dark: {
    link: line("#b9c7ff", 0.8, 2),
    cut: line("#ff8a7a", 0.8, 1.5, 8),
    track: line("#7fd4ff", 0.55, 1.5, 6),
    assigned: line("#ffd45e", 0.85, 1.5, 14),
    launched: line("#ffb020", 0.95, 1.5),
    assessed: line("#c7b0ff", 0.85, 1.5, 14),
    drop: line("#dfe9f2", 0.35, 1.5),
  },
  light: {
    link: line("#3a3f8f", 0.85, 2),
    cut: line("#a8261c", 0.85, 1.5, 8),
    track: line("#0b5f8f", 0.6, 1.5, 6),
    assigned: line("#7a5200", 0.9, 1.5, 14),
    launched: line("#a34700", 0.95, 1.5),
    assessed: line("#5b3fa3", 0.9, 1.5, 14),
    drop: line("#22313d", 0.4, 1.5),
  },
};

/** Marks of fates: as the service colours the trails, and darker ones for the light globe. */
export const FATES: Record<Ground, Record<"destroyed" | "leaked" | "passed", string>> = {
  dark: { destroyed: "#59d38c", leaked: "#ff5f57", passed: "#9fb0bd" },
  light: { destroyed: "#0f6b35", leaked: "#b3170f", passed: "#4a5964" },
};

/** Trails by what became of a threat or missile, as the service writes them (formats/czml.py); of both kinds of ground. */
export const TRAILS = {
  destroyed: "#40c878",
  leaked: "#ff5252",
  passed: "#b0bec5",
  hit: "#ffc107",
  miss: "#ff8a65",
  abort: "#787878",
} as const;

/** Missiles whose result is not told yet. */
export const MISSILE = "#ffc107";

/** What was destroyed on the ground, as the service writes it. */
export const LOST = "#6e2828";

/** Ground in relief: about the colour of its lower slopes. */
export const RELIEF = "#98a070";

/** The ruler, and the frame around what is selected. */
export const RULER = "#ffd45e";
