export { createBundidSite, PORTAL_METADATA_PATH } from "./bundid-site.ts";
export { bundidSandbox, type BundidSandboxOptions } from "./bundid-sandbox.ts";
export { fetchServiceProvider } from "./fetch-service-provider.ts";
export { type SignInMethod, signInMethods } from "./methods.ts";
export { type BundidPerson, bundidPersons } from "./persons.ts";
export { type BundidSwitch, switchLabels } from "./switches.ts";
