import type { Hub } from "#modules/hub";
import type { Clock } from "#platform/clock";
import type { Database } from "#platform/database";
import type { Subscription } from "#platform/events";
import type { FileStore } from "#platform/files";
import type { Outbound } from "#platform/http";
import type { Log } from "#platform/log";
import type { Scanner } from "#platform/scan";
import { createProbes, type Disturbances } from "#modules/disturbances";
import { bundidProbe } from "./bundid-probe.ts";
import { mailProbe } from "./mail-probe.ts";
import { uploadsProbe } from "./uploads-probe.ts";

export interface HouseProbesParts {
  readonly db: Database; readonly clock: Clock; readonly log: Log; readonly disturbances: Disturbances; readonly outbound: Outbound;
  readonly hub: Pick<Hub, "failingTowns">;
  /** Whether the payment provider answers: `payments.probe`. */
  readonly probePayment: () => Promise<boolean>;
  readonly files: Pick<FileStore, "hasRoomFor">; readonly scanner: Scanner;
  readonly settings: { readonly bundidEntityId: string; readonly smtpUrl: string; readonly uploadsMayGoUnchecked: boolean };
}

/** What stands outside the house and may fail, asked each minute by the worker. */
export function createHouseProbes(parts: HouseProbesParts) {
  const { db, clock, log, disturbances, hub, settings } = parts;
  const probes = createProbes({
    db, clock, log, disturbances,
    probes: {
      bundid: bundidProbe(parts.outbound, settings.bundidEntityId),
      payment: parts.probePayment,
      mail: mailProbe(settings.smtpUrl),
      uploads: uploadsProbe({ files: parts.files, scanner: parts.scanner, mayGoUnchecked: settings.uploadsMayGoUnchecked }),
    },
    townProbes: { fachverfahren: () => db.asOperator("towns whose Fachverfahren fails", (tx) => hub.failingTowns(tx)) },
  });
  // The hub notices at once; nobody has to wait for the next round.
  const subscriptions: readonly Subscription[] = ["destination.failing", "destination.recovered"].map((to) => ({ name: `probes.${to}`, to, handle: () => probes.runTowns() }));
  return { ...probes, subscriptions };
}

export type HouseProbes = ReturnType<typeof createHouseProbes>;
