/** What files take that take long, in seconds of a whole run on two cores (a run names its slowest at its end). One that is missing here only begins later. */
export const longest: Readonly<Record<string, number>> = {
  "apps/portal/src/commands/commands.test.ts": 121,
  "apps/portal/src/ui/field-gallery-browser.test.ts": 113,
  "apps/portal/src/modules/gateway/replies/replies.test.ts": 104,
  "apps/portal/src/ui/gallery-browser.test.ts": 98,
  "apps/portal/src/surfaces/extension-api/conformance-faults.test.ts": 81,
  "apps/portal/src/modules/hub/fit-connect/bad-days.test.ts": 72,
  "apps/portal/src/modules/hub/sftp/sftp.test.ts": 64,
  "packages/xdatenfelder/src/xfall-property.test.ts": 62,
  "packages/extension-cli/src/extension-cli.test.ts": 60,
  "apps/portal/src/surfaces/citizen/account/own-area-browser.test.ts": 52,
  "apps/portal/src/modules/gateway/inbound/xta/encrypted.test.ts": 50,
  "apps/portal/src/surfaces/developer/first-hello.test.ts": 47,
  "apps/portal/src/modules/gateway/onboarding/onboarding.test.ts": 45,
  "apps/sandbox/src/xta/xta-bad-days.test.ts": 41,
  "apps/portal/src/surfaces/developer/first-day.test.ts": 40,
  "packages/extension-cli/src/packed-tool.test.ts": 35,
  "e2e/imported-schema.test.ts": 145,
  "e2e/kill-run.test.ts": 129,
  "e2e/mitwirken.test.ts": 104,
  "e2e/several-webs.test.ts": 100,
  "e2e/extension-pages.test.ts": 88,
  "e2e/fit-connect.test.ts": 71,
  "e2e/embedding.test.ts": 69,
  "e2e/bescheid.test.ts": 65,
  "e2e/efa-wohngeld.test.ts": 62,
  "e2e/bad-days.test.ts": 61,
  "e2e/bewohnerparkausweis.test.ts": 60,
  "e2e/portability.test.ts": 55,
  "e2e/hub-bad-days.test.ts": 50,
  "e2e/two-installations.test.ts": 50,
};

export const isJourney = (file: string): boolean => /^e2e[\\/]/.test(file);

const secondsOf = (group: readonly string[]): number => group.reduce((sum, file) => sum + (longest[file.replaceAll("\\", "/")] ?? (isJourney(file) ? 35 : 3)), 0);

/**
 * The order in which groups of files begin: the longest first, or the run would end with one of them alone and the other cores idle; and journeys beside all else
 * from first to last, for they wait much of their time (for the browser, the worker, a timer), which the others compute in.
 * @param groups files that share a process, relative to the root
 */
export function runningOrder<Group extends readonly string[]>(groups: readonly Group[]): Group[] {
  const queues = Object.values(Object.groupBy(groups, ([first = ""]) => (isJourney(first) ? "journeys" : "others")))
    .map((queue) => ({ waiting: queue.toSorted((a, b) => secondsOf(b) - secondsOf(a)), all: queue.reduce((sum, group) => sum + secondsOf(group), 0), begun: 0 }));
  return groups.map(() => {
    const next = queues.filter(({ waiting }) => waiting.length > 0).toSorted((a, b) => a.begun / a.all - b.begun / b.all)[0]!;
    const group = next.waiting.shift()!;
    next.begun += secondsOf(group);
    return group;
  });
}
