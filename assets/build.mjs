// Builds everything the browser gets into src/hoanhap/ground/web/static/front (git-ignored). Run: npm run build
// No CDN, no network, no build step at run time. Prints what each file weighs; refuses a build over its budget.
import { brotliCompressSync } from "node:zlib";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const out = join(root, "src/hoanhap/ground/web/static/front");
const BUDGET = { "hoanhap.css": 15, "hoanhap.js": 20, "charts.js": 160 }; // kB, brotli

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "fonts"), { recursive: true });

// Letters: two weights, two subsets; the unicode-range in scss/_letters.scss lets the browser fetch what a page needs.
for (const subset of ["latin", "vietnamese"]) {
  for (const weight of [400, 600]) {
    const name = `be-vietnam-pro-${subset}-${weight}-normal.woff2`;
    copyFileSync(join(root, "node_modules/@fontsource/be-vietnam-pro/files", name), join(out, "fonts", name));
  }
}

// Letters of official papers, as wide as Times New Roman; the PDFs are set with them (ground/documents/as_pdf.py).
const papers = join(root, "src/hoanhap/ground/documents/fonts");
rmSync(papers, { recursive: true, force: true });
mkdirSync(papers, { recursive: true });
for (const face of ["400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic"]) {
  const name = `Tinos_${face}.ttf`;
  copyFileSync(join(root, "node_modules/@expo-google-fonts/tinos", face, name), join(papers, name));
}

const css = sass.compile(join(here, "hoanhap.scss"), {
  loadPaths: [join(root, "node_modules")],
  quietDeps: true,
  silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
}).css;
const target = ["chrome90", "firefox90", "safari15"];
const minified = await esbuild.transform(css, { loader: "css", minify: true, target });
writeFileSync(join(out, "hoanhap.css"), minified.code);

await esbuild.build({
  entryPoints: { hoanhap: join(here, "hoanhap.js"), charts: join(here, "charts.js") },
  bundle: true,
  minify: true,
  format: "iife",
  target,
  outdir: out,
  legalComments: "none",
  logLevel: "warning",
  define: { "process.env.NODE_ENV": '"production"' },
});

let over = false;
for (const [name, budget] of Object.entries(BUDGET)) {
  const bytes = readFileSync(join(out, name));
  const packed = brotliCompressSync(bytes).length;
  const fits = packed <= budget * 1024;
  over ||= !fits;
  console.log(`${name.padEnd(12)} ${(bytes.length / 1024).toFixed(1).padStart(7)} kB  brotli ${(packed / 1024).toFixed(1).padStart(6)} kB  ${fits ? "" : `over its ${budget} kB`}`);
}
if (over) process.exit(1);
