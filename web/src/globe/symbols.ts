/** MIL-STD-2525C symbols, drawn by milsymbol: the defence in friendly frames, the raid in hostile ones. */
import ms from "milsymbol";
import type { SceneThreat } from "../model/types.ts";
import { FATES, INKS, type Ground } from "./styles.ts";

const SITE = {
  post: "SFGPUCDM--A----",
  unit: "SFGPUCDM-------",
  radar: "SFGPESR--------",
  asset: "SFGPI-----H----",
  jammer: "SHAPMFJ--------",
};

const BY_CATEGORY: Record<string, string> = {
  aircraft: "SHAPMFF--------",
  stealth: "SHAPMFF--------",
  cruise: "SHAPWMCM-------",
  supersonic: "SHAPWMCM-------",
  ballistic: "SHAPWMB--------",
  drone: "SHAPMFQ--------",
  decoy: "SHAPWD---------",
  anti_radiation: "SHAPWMAS-------",
};

/** A symbol as a picture that is drawn at once, and under one name however often it is used. */
export interface Drawn {
  image: HTMLCanvasElement;
  imageId: string;
}

const cache = new Map<string, Drawn & { url: string }>();
const sizes = new Map<string, { width: number; height: number }>();

/** How large a symbol is [px], by its address. */
export function sizeOf(url: string): { width: number; height: number } | undefined {
  return sizes.get(url);
}

function draw(code: string, size: number): Drawn & { url: string } {
  const key = `${code}/${size}`;
  let made = cache.get(key);
  if (!made) {
    const symbol = new ms.Symbol(code, {
      size,
      frame: true,
      fill: true,
      outlineWidth: 4,
      outlineColor: "rgba(8, 16, 24, 0.85)",
      colorMode: "Light",
    });
    const image = symbol.asCanvas(2);
    made = { image, imageId: key, url: image.toDataURL() };
    cache.set(key, made);
    sizes.set(made.url, image);
  }
  return made;
}

/** Installations that the name of an asset tells. */
const BY_NAME: readonly (readonly [name: RegExp, code: string])[] = [
  [/port\b|harbou?r|naval|dock|quay/i, "SFGPIBN---H----"],
  [/air ?(field|base|port|strip)|runway|apron/i, "SFGPIBA---H----"],
  [/power|electric|reactor/i, "SFGPIUE---H----"],
  [/hospital/i, "SFGPIXH---H----"],
];

export function siteSymbol(kind: keyof typeof SITE, name = ""): string {
  const told = kind === "asset" ? BY_NAME.toReversed().find(([known]) => known.test(name))?.[1] : undefined;
  return draw(told ?? SITE[kind], kind === "radar" ? 20 : 24).url;
}

/** Of many at once: each address of a picture would be a request of its own. */
export function threatPicture(threat: Pick<SceneThreat, "class" | "category">): Drawn {
  const { image, imageId } = drawThreat(threat);
  return { image, imageId };
}

export function threatSymbol(threat: Pick<SceneThreat, "class" | "category">): string {
  return drawThreat(threat).url;
}

function drawThreat(threat: Pick<SceneThreat, "class" | "category">): Drawn & { url: string } {
  const bomber = threat.class.includes("bomber");
  return draw(bomber ? "SHAPMFB--------" : (BY_CATEGORY[threat.category] ?? "SHAP-----------"), 22);
}

const fates = new Map<string, Drawn>();

/** The mark where a threat ended, of twice its size [px]. */
export function fatePicture(fate: "destroyed" | "leaked", ground: Ground): Drawn {
  const imageId = `${fate}/${ground}`;
  let made = fates.get(imageId);
  if (!made) {
    const image = document.createElement("canvas");
    image.width = image.height = 48;
    const pen = image.getContext("2d");
    if (pen) {
      Object.assign(pen, { font: "700 30px system-ui, sans-serif", textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 8 });
      [pen.strokeStyle, pen.fillStyle] = [INKS[ground].edge, FATES[ground][fate]];
      const sign = fate === "leaked" ? "✹" : "✕";
      pen.strokeText(sign, 24, 24);
      pen.fillText(sign, 24, 24);
    }
    made = { image, imageId };
    fates.set(imageId, made);
  }
  return made;
}
