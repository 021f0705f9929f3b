import assert from "node:assert/strict";
import { test } from "node:test";
import { heightAt, tile, type Ground } from "../src/model/ground.ts";
import { light, shaded, tint } from "../src/globe/shade.ts";

const GROUND: Ground = { west: 10, south: 0, east: 12, north: 1, rows: 2, columns: 3, heights_m: [0, 100, 200, 10, 20, 30] };

test("posts are met and what is between them is bilinear; beyond the model is sea", () => {
  assert.equal(heightAt(GROUND, 10, 1), 0);
  assert.equal(heightAt(GROUND, 12, 1), 200);
  assert.equal(heightAt(GROUND, 12, 0), 30);
  assert.equal(heightAt(GROUND, 10.5, 0.5), (0 + 100 + 10 + 20) / 4);
  assert.equal(heightAt(GROUND, 12.001, 0.5), 0);
  assert.equal(heightAt(GROUND, 11, -0.001), 0);
  assert.equal(heightAt(null, 11, 0.5), 0);
});

test("a model across the 180th meridian", () => {
  const across = { ...GROUND, west: 179, east: 181 };
  assert.equal(heightAt(across, 180, 1), 100);
  assert.equal(heightAt(across, -179, 1), 200);
  assert.equal(heightAt(across, -178.9, 1), 0);
});

test("the posts of a tile are the ground's, its edges included; a tile of sea is none", () => {
  const found = tile(GROUND, { west: 10, south: 0, east: 12, north: 1 }, 3);
  assert.deepEqual([...found!], [0, 100, 200, 5, 60, 115, 10, 20, 30]);
  assert.equal(tile(GROUND, { west: 20, south: 0, east: 22, north: 1 }, 3), null);
  // Half over the model: what is beyond it is sea.
  assert.deepEqual([...tile(GROUND, { west: 11, south: 1, east: 13, north: 2 }, 3)!], [0, 0, 0, 0, 0, 0, 100, 200, 0]);
});

test("slopes towards the north-west are bright, those away from it dark, the level neither", () => {
  assert.ok(Math.abs(light(0, 0) - 1) < 1e-12);
  assert.ok(light(0.3, -0.3) > 1.1);
  assert.ok(light(-0.3, 0.3) < 0.8);
});

test("colours by height; the sea is left out of the picture", () => {
  assert.deepEqual(tint(0), [126, 148, 108]);
  assert.deepEqual(tint(9000), [240, 240, 240]);
  const { width, height, pixels } = shaded(GROUND);
  assert.equal(pixels.length, width * height * 4);
  assert.equal(pixels[3], 0);
  assert.equal(pixels[4 * (width - 1) + 3], 255);
});
