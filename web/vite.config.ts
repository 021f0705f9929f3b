import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const OUT = "../src/airdef/server/page";
const ENGINE = "node_modules/@cesium/engine";

/** What Cesium loads by address while it runs: its workers and the few assets that this page uses. */
const CARRIED: [string, string][] = [
  [`${ENGINE}/Build/Workers`, "Workers"],
  [`${ENGINE}/Source/Assets/Textures/NaturalEarthII`, "Assets/Textures/NaturalEarthII"],
  [`${ENGINE}/Source/Assets/IAU2006_XYS`, "Assets/IAU2006_XYS"],
  [`${ENGINE}/Source/Assets/approximateTerrainHeights.json`, "Assets/approximateTerrainHeights.json"],
];

/** As small as it gets; of what is large, in seconds and not in minutes. */
function brotli(content: Buffer): Buffer {
  const quality = content.length > 1_000_000 ? 9 : 11;
  return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } });
}

/** Text is also laid down compressed: the service sends that form to browsers that take it. */
function compress(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) compress(path);
    else if (/\.(js|css|json|svg)$/.test(name) && statSync(path).size > 2048) {
      const content = readFileSync(path);
      writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
      // What is fetched once a visit, before anything is seen or used; Cesium's workers come when they are needed.
      if (folder.endsWith("assets")) writeFileSync(`${path}.br`, brotli(content));
    }
  }
}

function cesiumFiles(): Plugin {
  return {
    name: "cesium-files",
    apply: "build",
    closeBundle() {
      for (const [from, to] of CARRIED) {
        mkdirSync(`${OUT}/cesium`, { recursive: true });
        cpSync(from, `${OUT}/cesium/${to}`, { recursive: true });
      }
      compress(OUT);
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [cesiumFiles()],
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: "es2022",
    // The globe is one large part by nature; it is loaded after the shell has been drawn.
    chunkSizeWarningLimit: 6000,
  },
  server: { proxy: { "/api": "http://127.0.0.1:8000" } },
});
