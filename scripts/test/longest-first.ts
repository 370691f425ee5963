/**
 * Files that take longest, the longest first, as a whole run names them at its end. They begin first, or the run would end with one of them alone and the other
 * cores idle. One that is missing here is only run later.
 */
export const longest = [
  "apps/portal/src/commands/commands.test.ts",
  "apps/portal/src/ui/field-gallery-browser.test.ts",
  "apps/portal/src/surfaces/extension-api/conformance-faults.test.ts",
  "apps/portal/src/ui/gallery-browser.test.ts",
  "apps/portal/src/modules/hub/fit-connect/bad-days.test.ts",
  "apps/portal/src/modules/hub/sftp/sftp.test.ts",
  "apps/portal/src/modules/gateway/inbound/xta/encrypted.test.ts",
  "packages/extension-cli/src/extension-cli.test.ts",
  "apps/portal/src/modules/gateway/onboarding/onboarding.test.ts",
  "apps/portal/src/surfaces/citizen/account/own-area-browser.test.ts",
  "apps/sandbox/src/xta/xta-bad-days.test.ts",
  "apps/portal/src/surfaces/developer/first-day.test.ts",
  "apps/portal/src/surfaces/developer/first-hello.test.ts",
  "packages/xdatenfelder/src/xfall-property.test.ts",
  "packages/extension-cli/src/packed-tool.test.ts",
  "e2e/kill-run.test.ts",
  "e2e/efa-wohngeld.test.ts",
  "e2e/imported-schema.test.ts",
  "e2e/mitwirken.test.ts",
  "e2e/extension-pages.test.ts",
  "e2e/several-webs.test.ts",
  "e2e/fit-connect.test.ts",
  "e2e/bescheid.test.ts",
  "e2e/embedding.test.ts",
  "e2e/bad-days.test.ts",
  "e2e/portability.test.ts",
  "e2e/hub-bad-days.test.ts",
  "e2e/bewohnerparkausweis.test.ts",
  "e2e/two-installations.test.ts",
  "e2e/redaktion-schemata.test.ts",
] as const;

/** The same files, those that take long in front; all others as they were. */
export function longestFirst(files: readonly string[]): string[] {
  const place = (file: string): number => { const at = (longest as readonly string[]).indexOf(file.replaceAll("\\", "/")); return at < 0 ? longest.length : at; };
  return files.toSorted((a, b) => place(a) - place(b));
}
