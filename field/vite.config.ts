// Builds the phone app for /field/: hashed files under assets/, the service worker beside its pages with their list.
import { createHash } from "node:crypto";
import { type Plugin, defineConfig } from "vite";

const PUBLIC = ["manifest.webmanifest"];

/** Tells the service worker which files there are, and a version that changes with any of them. */
function precache(): Plugin {
  return {
    name: "precache",
    enforce: "post",
    generateBundle(_, bundle) {
      const worker = bundle["sw.js"];
      if (worker?.type !== "chunk") throw new Error("the service worker is missing");
      const sum = createHash("sha256").update(worker.code);
      const names = Object.keys(bundle).filter((name) => name !== "sw.js").sort();
      for (const name of names) {
        const one = bundle[name]!;
        sum.update(name).update(one.type === "chunk" ? one.code : one.source);
      }
      const files = [...names, ...PUBLIC].map((name) => (name === "index.html" ? "" : name));
      worker.code = worker.code
        .replace(/["'`]__FILES__["'`]/, JSON.stringify(files))
        .replace("__VERSION__", sum.digest("hex").slice(0, 12));
    },
  };
}

export default defineConfig({
  base: "/field/",
  plugins: [precache()],
  build: {
    outDir: "dist/field",
    target: "es2020",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: {
      input: { index: "index.html", scan: "scan.html", sw: "src/sw.ts" },
      output: { entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js") },
    },
  },
});
