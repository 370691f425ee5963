import { isId } from "#platform/ids";
import type { Subscription } from "#platform/events";
import type { JobHandler } from "#platform/jobs";
import type { Tx } from "#platform/database";
import { consumeArtifact, findArtifact, findArtifactByUid, putArtifact, removeArtifact, removeGrant, type Artifact, type Payload } from "./artifact-store.ts";
import { consentsOf, endConsentsOf, endLogin, forgetAccount, sweepHandovers, withdrawConsent } from "./consents.ts";
import type { HandoverDeps } from "./deps.ts";
import { handOver, handoverSeconds, readPerson, type HandOver } from "./hand-over.ts";
import { personOfToken } from "./person-of-token.ts";
import { signingKeys } from "./signing-keys.ts";

/** People are handed over to extensions with pages of their own: what they agreed to, what lies ready, what the OpenID provider keeps. */
export function createHandover(deps: HandoverDeps) {
  return {
    handOver: (given: HandOver) => handOver(deps, given),
    seconds: (session: Parameters<typeof handoverSeconds>[1]) => handoverSeconds(deps, session),
    readPerson: (given: Parameters<typeof readPerson>[1]) => readPerson(deps, given),
    personOfToken: (given: Parameters<typeof personOfToken>[1]) => personOfToken(deps, given),
    /** The person's key for this program in this town, and for nobody else. */
    subject: deps.extensionKey,
    consents: (tx: Tx, account: string) => consentsOf(tx, deps, account),
    withdraw: (tx: Tx, given: { readonly account: string; readonly consent: string }) => withdrawConsent(tx, deps, given),
    endLogin: (login: string) => endLogin(deps, login),
    endConsentsOf: (tx: Tx, given: { readonly tenant: string; readonly client: string }) => endConsentsOf(tx, deps, given),
    /** What the OpenID provider keeps between two requests. */
    artifacts: {
      put: (given: Artifact & { readonly payload: Payload; readonly seconds: number }) => putArtifact(deps, given),
      find: (given: Artifact) => findArtifact(deps, given),
      findByUid: (given: Parameters<typeof findArtifactByUid>[1]) => findArtifactByUid(deps, given),
      consume: (given: Artifact) => consumeArtifact(deps, given),
      remove: (given: Artifact) => removeArtifact(deps, given),
      removeGrant: (given: Parameters<typeof removeGrant>[1]) => removeGrant(deps, given),
    },
    signingKeys: () => signingKeys(deps),
    subscriptions: [{
      name: "handover.forget-account", to: "account.deleted",
      async handle({ account }) {
        if (!isId(account)) throw new Error("the event names no account");
        await forgetAccount(deps, account);
      },
    }] satisfies Subscription[],
    jobs: { "handover.sweep": () => sweepHandovers(deps) } satisfies Record<string, JobHandler>,
    crontab: ["*/5 * * * * handover.sweep"],
  };
}

export type Handover = ReturnType<typeof createHandover>;
