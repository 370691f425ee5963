import type { AnswerPlace } from "./answer-place.ts";
import type { ApplicationPages } from "./application-pages.ts";
import type { DeliveryAddress } from "./delivery-address.ts";
import type { TownSessionVisit } from "./in-town.ts";

/** What somebody with an account is asked at sending about the way back, as one exchange with the database. */
export async function howToAnswer(portal: Pick<ApplicationPages, "accounts" | "outside" | "db">, { session }: Pick<TownSessionVisit, "session">): Promise<{ readonly delivery: DeliveryAddress; readonly place: AnswerPlace }> {
  const { account } = session;
  if (account === undefined) return { delivery: { kind: "not-asked" }, place: { asked: false } };
  const outside = portal.outside?.kinds.includes("zbp") === true ? portal.outside : undefined;
  const [reached, chosen] = await portal.db.readTogether({ kind: "account", account }, (tx) => Promise.all([portal.accounts.reachable(tx, account), outside?.chosen(tx, account)]));
  return {
    delivery: reached.noticeMail ? { kind: "not-asked" } : { kind: "asked", suggested: session.person.mail?.value ?? "" },
    place: outside && reached.mailbox ? { asked: true, chosen: chosen === "zbp" ? "zbp" : "hier", monitored: session.statusId !== undefined } : { asked: false },
  };
}
