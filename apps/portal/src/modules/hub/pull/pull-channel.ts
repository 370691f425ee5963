import type { HubDeps } from "../deps.ts";
import type { Channel } from "../channel.ts";

/** As the register of extensions writes a program's id. */
const clientId = /^[a-z][a-z0-9-]{2,62}$/;

/**
 * A program that fetches by the Extension-API: `address` is its id. Nothing is sent; the application lies ready, and the delivery waits (`received`)
 * until the program has acknowledged it (`acknowledge` of the Extension-API, which stands in the application's log). A program that may not read and acknowledge in
 * this town would wait for ever, so that is a failure of the destination.
 */
export function createPullChannel(deps: Pick<HubDeps, "applications" | "db" | "mayFetch">): Channel {
  const may = async (tenant: string, client: string): Promise<boolean> => (await deps.mayFetch?.({ tenant, client })) === true;
  return {
    withoutContent: true,
    check: ({ address }) => (clientId.test(address) ? [] : [{ path: "address", code: "client-invalid" }]),
    // The program's own sign-in protects what it fetches; the portal keeps none here.
    secrets: () => ["none"],
    async send(message, { tenant, address }) {
      if (!(await may(tenant, address))) return { kind: "unreachable", reason: "no-permission", mayHaveArrived: false };
      // Withdrawals, answers of the person and that another town has it now stand in the program's event feed already, durably.
      if (message.type !== "application.submitted") return { kind: "accepted", receipt: "im Ereignisstrom" };
      const receipt = await deps.db.inTenant(tenant, (tx) => acknowledgementIn(deps, tx, { application: String(message.data["applicationId"]), client: address }));
      return receipt === undefined ? { kind: "received" } : { kind: "accepted", receipt };
    },
    async test({ tenant, address }) {
      return await may(tenant, address) ? { kind: "accepted", receipt: "darf lesen und quittieren" } : { kind: "unreachable", reason: "no-permission", mayHaveArrived: false };
    },
  };
}

/** The program's word for it, since the application came to this town: the id of the log's entry. */
export async function acknowledgementIn(deps: Pick<HubDeps, "applications">, tx: Parameters<HubDeps["applications"]["view"]>[0], given: { readonly application: string; readonly client: string }): Promise<string | undefined> {
  const head = await deps.applications.view(tx, given.application);
  if (!head) return undefined;
  const log = await deps.applications.timeline(tx, given.application, { kind: "tenant" }, "office");
  return log.find(({ type, data, at }) => type === "acknowledged" && data["client"] === given.client && (head.hereSince === undefined || at >= head.hereSince))?.id;
}
