/**
 * What is selected, by one id for the whole page: `threat/NAME`, `missile/UNIT/N`, `unit/NAME`, `radar/NAME`, and of what
 * stands or is planned `asset/NAME`, `post/NAME`, `jammer/NAME`, `formation/NAME/CLASS`. The address carries it.
 */

const KINDS = new Set(["threat", "missile", "unit", "radar", "asset", "post", "jammer", "formation"]);

/** An id as its kind and name; names hold slashes of their own. */
export function parts(id: string): [kind: string, name: string] {
  const at = id.indexOf("/");
  return at < 0 ? [id, ""] : [id.slice(0, at), id.slice(at + 1)];
}

/** A name without its system's, where there is one system and so nothing to be told apart. */
export function short(scene: { posts: readonly { name: string }[] }, name: string): string {
  const only = scene.posts.length === 1 ? scene.posts[0] : undefined;
  const system = only?.name.replace(/\/post$/, "");
  return system !== undefined && name.startsWith(`${system}/`) ? name.slice(system.length + 1) : name;
}

/** What is meant by a thing that was clicked on the globe, where one object is drawn in several parts; null for none. */
export function meant(drawn: string | null): string | null {
  if (!drawn) return null;
  const [kind, name] = parts(drawn);
  if (!name) return null;
  if (kind === "fate") return `threat/${name}`;
  if (kind === "site") return meant(name);
  if (kind === "sector") return `radar/${name}`;
  if (kind === "route") return `formation/${name}`;
  // A ring is named by its unit and missile, its figure likewise.
  if (kind === "range") return `unit/${name.replace(/\/label$/, "").replace(/\/[^/]*$/, "")}`;
  return KINDS.has(kind) ? drawn : null;
}
