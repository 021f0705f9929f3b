/**
 * Trails of everything that flies in one primitive. Each corner holds the time at which it is passed, and the shader draws
 * what lies between now and a trail's length before: a clock that runs costs one number a frame, however many trails.
 */
import {
  ArcType,
  Color,
  GeometryInstance,
  Material,
  PolylineColorAppearance,
  PolylineGeometry,
  PolylineMaterialAppearance,
  Primitive,
  VertexFormat,
} from "@cesium/engine";
import type { Globe } from "./globe.ts";
import type { Motion } from "./motion.ts";
import { TRAILS } from "./styles.ts";

/** What the colour of a trail may tell: nothing yet, of threats and of missiles; then what becomes of them. */
export type Ink = "hostile" | "missile" | keyof typeof TRAILS;

export interface Trail {
  motion: Motion;
  /** Of what it is, and what becomes of it. */
  alike: "hostile" | "missile";
  becomes: keyof typeof TRAILS;
}

/** Trails of missiles are this long [s]; those of threats go back to where they came from. */
const MISSILES_S = 400;
/** A colour's bytes hold a time in 24 bits, and below it the two inks of the trail. */
const STEPS = 2 ** 24 - 1;
const INKS: readonly Ink[] = ["hostile", "missile", ...(Object.keys(TRAILS) as (keyof typeof TRAILS)[])];

const FRAGMENT = `
in vec4 v_color;
void main() {
  czm_materialInput materialInput;
  vec3 bytes = v_color.rgb * 255.0;
  float inks = floor(v_color.a * 255.0 + 0.5);
  materialInput.s = (bytes.r * 65536.0 + bytes.g * 256.0 + bytes.b) / ${STEPS.toFixed(1)};
  materialInput.st = vec2(mod(inks, 8.0), floor(inks / 8.0));
  materialInput.str = vec3(materialInput.st, 0.0);
  czm_material material = czm_getMaterial(materialInput);
  if (material.alpha <= 0.0) discard;
  out_FragColor = vec4(material.diffuse + material.emission, material.alpha);
  czm_writeLogDepth();
}`;

/** Of st the first is the ink of what becomes of it, the second 0 for a threat and 1 for a missile. */
const MATERIAL = `
czm_material czm_getMaterial(czm_materialInput materialInput) {
  czm_material material = czm_getDefaultMaterial(materialInput);
  float age = (now - materialInput.s) * span;
  bool missile = materialInput.st.t > 0.5;
  float ink = ends > 0.5 ? materialInput.st.s : (missile ? 1.0 : 0.0);
  vec4 colour = ink0;
${INKS.slice(1).map((_, i) => `  if (ink > ${i}.5) colour = ink${i + 1};`).join("\n")}
  material.diffuse = vec3(0.0);
  material.emission = colour.rgb;
  bool drawn = age >= 0.0 && (!missile || age < ${MISSILES_S.toFixed(1)});
  material.alpha = drawn ? 0.15 + 0.85 * exp(-age / 150.0) : 0.0;
  return material;
}`;

/** A time and the inks as the four bytes of a colour, which are rounded down. */
function packed(step: number, inks: number): Color {
  const byte = (value: number): number => (value + 0.5) / 256;
  return new Color(byte((step >> 16) & 255), byte((step >> 8) & 255), byte(step & 255), byte(inks));
}

function instance({ motion, alike, becomes }: Trail, span: number): GeometryInstance | null {
  const { times, places } = motion.way();
  if (places.length < 2 || !(times.at(-1)! > times[0]!)) return null;
  const inks = INKS.indexOf(becomes) + (alike === "missile" ? 8 : 0);
  const colors = times.map((time) => packed(Math.max(0, Math.min(STEPS, Math.round((time / span) * STEPS))), inks));
  const width = alike === "missile" ? 1.25 : 2;
  const geometry = new PolylineGeometry({ positions: places, colors, colorsPerVertex: true, width, arcType: ArcType.NONE, vertexFormat: VertexFormat.POSITION_ONLY });
  return new GeometryInstance({ geometry, id: motion.id });
}

export class Trails {
  private primitive: Primitive | null = null;
  private material: Material | null = null;
  private span = 1;

  constructor(private readonly globe: Globe) {}

  /** Draw these up to a time span [s] from the beginning. */
  load(trails: readonly Trail[], span: number, hostile: Color, missile: Color): void {
    this.clear();
    this.span = Math.max(1, span);
    const geometryInstances = trails.flatMap((trail) => instance(trail, this.span) ?? []);
    if (geometryInstances.length === 0) return;
    const inks = INKS.map((ink): [string, Color] => {
      if (ink === "hostile" || ink === "missile") return [ink, ink === "hostile" ? hostile : missile];
      return [ink, Color.fromCssColorString(TRAILS[ink])];
    });
    this.material = new Material({
      fabric: {
        uniforms: { now: 0, ends: 0, span: this.span, ...Object.fromEntries(inks.map(([, colour], i) => [`ink${i}`, colour])) },
        source: MATERIAL,
      },
      translucent: true,
    });
    const appearance = new PolylineMaterialAppearance({
      material: this.material,
      translucent: true,
      vertexShaderSource: new PolylineColorAppearance().vertexShaderSource,
      fragmentShaderSource: FRAGMENT,
    });
    this.primitive = new Primitive({ geometryInstances, appearance, asynchronous: false, compressVertices: false });
    this.globe.widget.scene.primitives.add(this.primitive);
  }

  at(time: number): void {
    this.set("now", time / this.span);
  }

  tell(ends: boolean): void {
    this.set("ends", ends ? 1 : 0);
  }

  show(on: boolean): void {
    if (this.primitive) this.primitive.show = on;
  }

  clear(): void {
    if (this.primitive) this.globe.widget.scene.primitives.remove(this.primitive);
    this.primitive = null;
    this.material = null;
  }

  private set(name: string, value: number): void {
    if (this.material) (this.material.uniforms as Record<string, number>)[name] = value;
  }
}
