import type { CitizenSession } from "#modules/accounts";
import type { Applicant } from "#modules/applications";

/** Who fills in, in the words of the room that keeps drafts. */
export function applicantOf(session: CitizenSession): Applicant {
  return {
    owner: session.owner, level: session.level, person: session.person,
    ...(session.account === undefined ? {} : { account: session.account }),
    ...(session.ownerSecret === undefined ? {} : { ownerSecret: session.ownerSecret }),
  };
}
