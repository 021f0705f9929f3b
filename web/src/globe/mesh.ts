/** Translucent sheets of triangles in one draw: curtains, envelopes, coverage. What is later than the clock is left out. */
import {
  Appearance,
  BlendingState,
  BoundingSphere,
  Cartesian3,
  ComponentDatatype,
  Geometry,
  GeometryAttribute,
  GeometryInstance,
  Primitive,
  PrimitiveType,
  type PrimitiveCollection,
} from "@cesium/engine";

/** Triangles: places in the earth-fixed frame [m], a colour for each (0 to 1), and from when to when it is drawn [s]. */
export interface Mesh {
  places: number[];
  colours: number[];
  spans: number[];
  triangles: number[];
}

export function emptyMesh(): Mesh {
  return { places: [], colours: [], spans: [], triangles: [] };
}

/** A corner, and its number. */
export function corner(mesh: Mesh, place: Cartesian3, colour: readonly number[], from = -1e9, until = 1e9): number {
  mesh.places.push(place.x, place.y, place.z);
  mesh.colours.push(...colour);
  mesh.spans.push(from, until);
  return mesh.places.length / 3 - 1;
}

/** Four corners in their order around. */
export function quad(mesh: Mesh, a: number, b: number, c: number, d: number): void {
  mesh.triangles.push(a, b, c, a, c, d);
}

const VERTEX = `
in vec3 position3DHigh;
in vec3 position3DLow;
in vec4 paint;
in vec2 span;
in float batchId;
out vec4 v_paint;
out vec2 v_span;
void main() {
  v_paint = paint;
  v_span = span;
  gl_Position = czm_modelViewProjectionRelativeToEye * czm_computePosition();
}`;

const FRAGMENT = `
in vec4 v_paint;
in vec2 v_span;
uniform float u_time;
void main() {
  if (u_time < v_span.x || u_time > v_span.y) discard;
  out_FragColor = v_paint;
}`;

export class Sheet {
  private primitive: Primitive | null = null;
  private readonly uniforms = { u_time: 0 };

  constructor(private readonly into: PrimitiveCollection) {}

  get drawn(): boolean {
    return this.primitive !== null;
  }

  set(mesh: Mesh | null): void {
    if (this.primitive) this.into.remove(this.primitive);
    this.primitive = null;
    if (!mesh || mesh.triangles.length === 0) return;
    const places = new Float64Array(mesh.places);
    const of = (values: number[], size: number): GeometryAttribute =>
      new GeometryAttribute({ componentDatatype: ComponentDatatype.FLOAT, componentsPerAttribute: size, values: new Float32Array(values) as never });
    const geometry = new Geometry({
      attributes: {
        position: new GeometryAttribute({ componentDatatype: ComponentDatatype.DOUBLE, componentsPerAttribute: 3, values: places as never }),
        paint: of(mesh.colours, 4),
        span: of(mesh.spans, 2),
      } as never,
      indices: new Uint32Array(mesh.triangles),
      primitiveType: PrimitiveType.TRIANGLES,
      boundingSphere: BoundingSphere.fromVertices(mesh.places),
    });
    const appearance = new Appearance({
      translucent: true,
      closed: false,
      vertexShaderSource: VERTEX,
      fragmentShaderSource: FRAGMENT,
      renderState: { depthTest: { enabled: true }, depthMask: false, cull: { enabled: false }, blending: BlendingState.ALPHA_BLEND as object },
    });
    (appearance as unknown as { uniforms: object }).uniforms = this.uniforms;
    this.primitive = new Primitive({
      geometryInstances: new GeometryInstance({ geometry }),
      appearance,
      asynchronous: false,
      allowPicking: false,
      compressVertices: false,
    });
    this.into.add(this.primitive);
  }

  /** Nothing that begins later than this time, or is over, is drawn. */
  at(time: number): void {
    this.uniforms.u_time = time;
  }
}
