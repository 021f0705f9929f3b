/** What files are called that are made of what the page shows. */

export interface Shown {
  scenario: string;
  replication: number | null;
  /** Seconds of its clock. */
  time: number;
}

/** `port-raid-replication-17-at-0h20m05s.png` */
export function fileName({ scenario, replication, time }: Shown, ending: string): string {
  const name = scenario.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-|-$/g, "") || "scenario";
  if (replication === null) return `${name}.${ending}`;
  const total = Math.max(0, Math.floor(time));
  const two = (value: number): string => String(value).padStart(2, "0");
  const at = `${Math.floor(total / 3600)}h${two(Math.floor((total % 3600) / 60))}m${two(total % 60)}s`;
  return `${name}-replication-${replication}-at-${at}.${ending}`;
}

/** The first kind of clip that a browser can make; null where it can make none. */
export function clipKind(supported: ((type: string) => boolean) | null): string | null {
  const kinds = ["video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm"];
  return kinds.find((kind) => supported?.(kind)) ?? null;
}
