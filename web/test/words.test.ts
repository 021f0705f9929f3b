import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { GLOSSARY } from "../src/help/glossary.ts";
import { lookedUp } from "../src/help/lookup.ts";

const SOURCES = new URL("../src/", import.meta.url).pathname;

test("every term that the page explains is in the glossary", () => {
  const used = readdirSync(SOURCES, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".tsx"))
    .flatMap((name) => [...readFileSync(join(SOURCES, name), "utf8").matchAll(/<Term is="([^"]+)"/g)].map((match) => match[1]!));
  assert.ok(used.length > 8);
  const known = new Set(GLOSSARY.map(({ term }) => term));
  assert.deepEqual(used.filter((term) => !known.has(term)), []);
});

test("a word that begins with what is typed comes before one that has it in its meaning", () => {
  const found = lookedUp(GLOSSARY, "leak");
  assert.match(found[0]!.term, /^leak/);
  assert.ok(found.length > 2);
  assert.equal(lookedUp(GLOSSARY, " ").length, GLOSSARY.length);
  assert.deepEqual(lookedUp(GLOSSARY, "no such word"), []);
});
