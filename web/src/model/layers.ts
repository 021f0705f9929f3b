/** The layers of the globe that can be switched; the address names those that are not as they are at first. */

export const LAYERS = {
  names: { label: "Names of sites", first: true },
  rings: { label: "Missile ranges", first: true },
  command: { label: "Links of command", first: true },
  circles: { label: "Range rings", first: false },
  sectors: { label: "Radar sectors", first: true },
  grid: { label: "Degrees", first: true },
  relief: { label: "Relief", first: true },
  trails: { label: "Trails", first: true },
  threats: { label: "Names of threats", first: false },
  declutter: { label: "Names without overlap", first: true },
  drops: { label: "Drop lines", first: false },
  curtains: { label: "Curtains under paths", first: false },
  volume: { label: "Coverage as a volume", first: true },
  envelope: { label: "Envelope of the selected unit", first: false },
  tracks: { label: "All tracks", first: false },
  targets: { label: "All engagements", first: false },
} as const;

export type Layer = keyof typeof LAYERS;

export const LAYER_NAMES = Object.keys(LAYERS) as Layer[];

export type Shown = Record<Layer, boolean>;

/** Which layers are shown where these are switched away from what they are at first; unknown ones mean nothing. */
export function shown(switched: readonly string[]): Shown {
  return Object.fromEntries(LAYER_NAMES.map((name) => [name, LAYERS[name].first !== switched.includes(name)])) as Shown;
}

export function switchedOver(switched: readonly string[], layer: Layer): string[] {
  return switched.includes(layer) ? switched.filter((name) => name !== layer) : [...switched, layer];
}
