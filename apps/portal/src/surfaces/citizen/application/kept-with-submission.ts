import type { Submit } from "#modules/applications";
import type { Tx } from "#platform/database";
import type { ApplicationPages } from "./application-pages.ts";
import type { TownSessionVisit } from "./in-town.ts";

/** What was said on the check page beside the answers. */
interface SaidAtSending {
  /** Of an account: where the notice of a decision goes. */
  readonly noticeMail: string | undefined;
  /** Where the answers shall arrive: `hier`, `zbp`, or nothing. */
  readonly place: string;
  /** Of somebody without account; empty: none. */
  readonly visitorAddress: string;
}

type Rooms = Pick<ApplicationPages, "accounts" | "mailbox" | "outside" | "visitorNotices">;

/** Keeps it in the transaction of the submission: stored a moment later, a crash between the two would lose it without anybody being told. */
export function keptWithSubmission(portal: Rooms, { session }: Pick<TownSessionVisit, "session">, said: SaidAtSending): NonNullable<Submit["along"]> {
  return async (tx, application) => {
    const { account } = session;
    if (account === undefined) {
      if (said.visitorAddress !== "") await portal.visitorNotices?.leaveIn(tx, { application, address: said.visitorAddress });
      return;
    }
    if (said.noticeMail !== undefined) {
      await portal.accounts.setNoticeMail(tx, account, said.noticeMail);
      await portal.mailbox.addressChanged(tx, account);
    }
    await keepAnswerPlace(portal, tx, { account, application, place: said.place, statusId: session.statusId });
  };
}

/** Where the answers to this application go, and whether the status monitor shows it. */
async function keepAnswerPlace({ outside }: Rooms, tx: Tx, { account, application, place, statusId }: { readonly account: string; readonly application: string; readonly place: string; readonly statusId: string | undefined }): Promise<void> {
  if (!outside) return;
  if (place === "hier" || (place === "zbp" && (await outside.offered(tx, account)).includes("zbp"))) outside.chooseFor(tx, { account, application, kind: place === "zbp" ? "zbp" : undefined });
  if (statusId !== undefined) await outside.monitor(tx, { account, application, statusId });
}
