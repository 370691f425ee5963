import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { iconNames } from "./icon.ts";
import { pruneKernCss } from "./kern-css.ts";

/** A file that pages load, with its content in its address: it may be kept for ever. */
export interface Asset {
  readonly url: string;
  readonly type: string;
  readonly body: Buffer;
  /** Only where compressing pays. */
  readonly brotli?: Buffer;
  readonly gzip?: Buffer;
}

/** Send with every asset: the address changes with the content. */
export const assetCacheControl = "public, max-age=31536000, immutable";

const kernBlocks = new Set([
  "kern-accordion", "kern-alert", "kern-badge", "kern-body", "kern-btn", "kern-dark", "kern-description-list", "kern-description-list-item", "kern-dialog", "kern-error", "kern-fieldset",
  "kern-form-check", "kern-form-input", "kern-heading-display", "kern-heading-large", "kern-heading-medium", "kern-heading-small", "kern-heading-x-large", "kern-hint", "kern-icon", "kern-kopfzeile",
  "kern-label", "kern-light", "kern-link", "kern-sr-only", "kern-summary", "kern-table", "kern-title",
]);
const kernIcons = new Set<string>([...iconNames, "default", "small", "large", "x-large"]);
const weights = [["Regular", 400], ["Medium", 500], ["SemiBold", 600]] as const;
const types: Readonly<Record<string, string>> = { css: "text/css; charset=utf-8", js: "text/javascript; charset=utf-8", svg: "image/svg+xml", woff2: "font/woff2", txt: "text/plain; charset=utf-8" };

const own = (path: string): Buffer => readFileSync(fileURLToPath(new URL(`../../assets/${path}`, import.meta.url)));
const kernFile = (path: string): Buffer => readFileSync(createRequire(import.meta.url).resolve(`@kern-ux/native/dist/${path}`));

/** An asset of the name; pages name files, never hashes. */
export function makeAsset(name: string, body: Buffer): Asset {
  const dot = name.lastIndexOf(".");
  const extension = name.slice(dot + 1);
  const type = types[extension];
  if (type === undefined) throw new Error(`No media type for the asset ${name}`);
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 16);
  const asset = { url: `/assets/${name.slice(0, dot)}.${hash}.${extension}`, type, body };
  if (extension === "woff2") return asset;
  // Whoever asks first waits for it, some milliseconds: most processes that link to assets never send them.
  let brotli: Buffer | undefined;
  let gzip: Buffer | undefined;
  return {
    ...asset,
    get brotli() { return brotli ??= brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }); },
    get gzip() { return gzip ??= gzipSync(body, { level: 9 }); },
  };
}

function loadAssets(): ReadonlyMap<string, Asset> {
  const assets = new Map<string, Asset>();
  const add = (name: string, body: Buffer | string): Asset => {
    const asset = makeAsset(name, Buffer.from(body));
    assets.set(name, asset);
    return asset;
  };
  const fonts = weights.map(([name, weight]) => {
    const { url } = add(`fira-sans-${weight}.woff2`, kernFile(`fonts/fira-sans/FiraSans-${name}.woff2`));
    return `@font-face{font-family:"Fira Sans";src:url("${url}") format("woff2");font-weight:${weight};font-style:normal;font-display:swap}`;
  });
  add("fira-sans-ofl.txt", own("fonts/OFL.txt"));
  const styles = readdirSync(new URL("../../assets/styles/", import.meta.url)).filter((name) => name.endsWith(".css")).sort();
  const kern = pruneKernCss(kernFile("kern.min.css").toString("utf8"), kernBlocks, kernIcons);
  add("portal.css", [...fonts, kern, ...styles.map((name) => own(`styles/${name}`).toString("utf8"))].join("\n"));
  for (const name of ["theme.js", "staff.js", "embedded.js", "einbetten.js"]) add(name, own(`scripts/${name}`));
  const scripts = readdirSync(new URL("../../assets/scripts/page/", import.meta.url)).filter((name) => name.endsWith(".js")).sort();
  add("portal.js", scripts.map((name) => own(`scripts/page/${name}`).toString("utf8")).join("\n"));
  add("favicon.svg", own("favicon.svg"));
  return assets;
}

const byName = loadAssets();
const byUrl = new Map([...byName.values()].map((asset) => [asset.url, asset]));

/** Address of an asset by its name. Throws for a name that is not there: a page must not link to nothing. */
export function assetUrl(name: string): string {
  const asset = byName.get(name);
  if (asset === undefined) throw new Error(`There is no asset ${name}`);
  return asset.url;
}

/** The asset at a path of a request, for the route `/assets/*`; undefined for an old or invented address (404). */
export function findAsset(path: string): Asset | undefined {
  return byUrl.get(path);
}

/** The best of body, brotli and gzip that the browser takes; answer with `Vary: Accept-Encoding`. */
export function encodeAsset(asset: Asset, acceptEncoding: string | undefined): { readonly body: Buffer; readonly encoding?: "br" | "gzip" } {
  const accepted = new Set((acceptEncoding ?? "").split(",").filter((one) => !/;\s*q=0(?:\.0*)?\s*$/.test(one)).map((one) => one.split(";")[0]?.trim().toLowerCase()));
  if (accepted.has("br") && asset.brotli !== undefined) return { body: asset.brotli, encoding: "br" };
  if (accepted.has("gzip") && asset.gzip !== undefined) return { body: asset.gzip, encoding: "gzip" };
  return { body: asset.body };
}
