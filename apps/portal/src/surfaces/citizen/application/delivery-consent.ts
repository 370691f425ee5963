import type { ApplicationPages } from "./application-pages.ts";

/** Event of the log: the citizen agreed to electronic delivery of the decision to the mailbox (§ 41 (2a) VwVfG NRW). */
export const deliveryConsent = "delivery-consented";

/** Once per application, also when the same request comes twice. Without this event a decision goes by post. */
export async function recordConsent(portal: Pick<ApplicationPages, "applications" | "db">, given: { readonly application: string; readonly account: string }): Promise<void> {
  const { application, account } = given;
  await portal.db.asAccount(account, async (tx) => {
    const before = await portal.applications.timeline(tx, application, { kind: "account" }, "citizen");
    if (before.some(({ type }) => type === deliveryConsent)) return;
    await portal.applications.record(tx, application, { type: deliveryConsent, actor: { kind: "citizen", account }, data: { way: "mailbox" } }, { kind: "account" });
  });
}
