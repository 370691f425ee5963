import { actorId, type Actor } from "#modules/audit";
import { type Applicant, ownerKind } from "./applicant.ts";

/** Who acts when somebody fills in: a clerk at the counter acts as the office, for the person. */
export function actorOf(applicant: Applicant): Actor {
  switch (ownerKind(applicant)) {
    case "account": return { kind: "citizen", account: applicant.owner };
    case "visitor": return { kind: "visitor" };
    case "staff": return { kind: "staff", id: applicant.owner, ...(applicant.staff?.office === undefined ? {} : { office: applicant.staff.office }) };
  }
}

/** The actor's id as it stands in the log that the town reads: never the account, which a town does not get to know. */
export function storedActor(actor: Actor): string | null {
  return actor.kind === "citizen" ? null : actorId(actor);
}
