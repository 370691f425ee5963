export { createBundidSite, PORTAL_METADATA_PATH } from "./bundid-site.ts";
export { bundidSandbox, type BundidSandboxOptions } from "./bundid-sandbox.ts";
