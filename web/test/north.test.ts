import assert from "node:assert/strict";
import { test } from "node:test";
import { headingOf } from "../src/model/north.ts";
import { toEcef, type Vector } from "../src/replay/earth.ts";

const RAD = Math.PI / 180;

/** East, north and up at a place as a vector of the earth-fixed frame. */
function global(lon: number, lat: number, [east, north, up]: Vector): Vector {
  const [l, p] = [lon * RAD, lat * RAD];
  const [cl, sl, cp, sp] = [Math.cos(l), Math.sin(l), Math.cos(p), Math.sin(p)];
  return [-sl * east - sp * cl * north + cp * cl * up, cl * east - sp * sl * north + cp * sl * up, cp * north + sp * up];
}

test("the heading is that of the look, and looking down that of the picture's top", () => {
  for (const [lon, lat] of [[0, 0], [-20, 40], [175, -60]] as const)
    for (const heading of [0, 45, 90, 200, 359])
      for (const pitch of [-90, -89.9, -60, -10]) {
        const [h, p] = [heading * RAD, pitch * RAD];
        const look: Vector = [Math.cos(p) * Math.sin(h), Math.cos(p) * Math.cos(h), Math.sin(p)];
        const up: Vector = [-Math.sin(p) * Math.sin(h), -Math.sin(p) * Math.cos(h), Math.cos(p)];
        const found = headingOf(toEcef(lon, lat, 50_000), global(lon, lat, look), global(lon, lat, up));
        const away = Math.abs(((found - heading + 540) % 360) - 180);
        assert.ok(away < 1e-6, `${lon} ${lat} ${heading} ${pitch}: ${found}`);
      }
});
