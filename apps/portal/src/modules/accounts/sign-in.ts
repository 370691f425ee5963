import { BundidRefusal, BundidRejection, buildAuthnRequest, readResponse, type BundidLogin } from "@kommunalportal/bundid";
import type { Clock } from "#platform/clock";
import { newKey, randomToken, seal, type Keyring } from "#platform/crypto";
import { sql, type Database, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import type { Log } from "#platform/log";
import { personOf } from "./person.ts";
import { newToken, sealPerson, tokenHash, unwrapLoginKey, wrapLoginKey, type Pepper } from "./secrets.ts";
import { insertSession, findSession } from "./session-store.ts";
import { accountOf, bindToApex, insertLogin, insertRequest, rememberAssertion, requestById, requestBySamlId, setCode, setFailed, setLogin, takeCode } from "./sign-in-store.ts";
import { codeSeconds, requestMinutes, sessionTerms } from "./terms.ts";
import { contexts } from "./wrapped-keys.ts";

export interface BundidSettings {
  readonly idpEntityId: string; readonly ssoUrl: string; readonly idpCertificates: readonly string[];
  readonly entityId: string; readonly acsUrl: string; readonly onlineServiceId: string;
  readonly signingKey: string; readonly signingCert: string; readonly decryptionKeys: readonly string[];
  /** Ask with every account for the id under which BundID's status monitor shows an application. */
  readonly statusMonitor?: boolean;
}

export interface SignInWish {
  readonly host: string;
  readonly tenant: string | undefined;
  readonly returnPath: string;
  readonly lang: "de" | "en";
  readonly level: 1 | 3 | 4;
  /** Names of BundID attributes; bPK2 and the mailbox handle only where an account is needed. */
  readonly attributes: readonly string[];
  readonly displayName: string;
}

export type SignInFailure = "cancelled" | "attributes-missing" | "level-unavailable" | "login-failed" | "expired" | "other-browser";
const accountAttributes = ["bPK2", "legacyPostkorbHandle"];

/**
 * A sign-in in four stations: at the town (begin), at the Leitportal (leave), back from BundID (arrive, then continue after a same-site
 * redirect, since a cross-site POST brings no Lax cookie), at the town again (finish, with a single-use code). Bound to the browser at both hosts.
 */
export function createSignIn({ db, clock, keyring, pepper, bundid, log, apexHost }: {
  readonly db: Database; readonly clock: Clock; readonly keyring: Keyring; readonly pepper: Pepper; readonly bundid: BundidSettings; readonly log: Log; readonly apexHost: string;
}) {
  const operator = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => db.asOperator("sign-in", work);
  const later = (milliseconds: number): Date => new Date(clock.now().getTime() + milliseconds);

  return {
    /** At the town: remembers where to come back to. The cookie value stays in this browser at this host. */
    async begin(wish: SignInWish): Promise<{ readonly request: string; readonly browserCookie: string }> {
      const id = newId();
      const browserCookie = newToken();
      const attributes = bundid.statusMonitor === true && wish.attributes.includes("bPK2") ? [...wish.attributes, "applicationId"] : wish.attributes;
      await operator((tx) => insertRequest(tx, { ...wish, attributes, id, browserHash: tokenHash(browserCookie), now: clock.now(), expiresAt: later(requestMinutes * 60_000) }));
      return { request: id, browserCookie };
    },

    /** At the Leitportal: a running sign-in that suffices goes straight on with a code, otherwise the signed request for BundID. */
    async leave(requestId: string, apexSession: string | undefined): Promise<
      | { readonly kind: "gone" }
      | { readonly kind: "code"; readonly host: string; readonly code: string }
      | { readonly kind: "bundid"; readonly samlRequest: string; readonly ssoUrl: string; readonly apexCookie: string; readonly lang: "de" | "en" }
    > {
      const now = clock.now();
      return operator(async (tx) => {
        const request = await requestById(tx, requestId, now);
        if (!request) return { kind: "gone" };
        const running = apexSession === undefined ? undefined : await findSession(tx, tokenHash(apexSession), now);
        if (running && apexSession !== undefined && running.host === apexHost && running.level >= request.level && request.attributes.every((name) => running.requested.includes(name))) {
          const code = newToken();
          const key = unwrapLoginKey(apexSession, running.wrapped_login_key, running.login_id);
          await setLogin(tx, request.id, running.login_id, Buffer.alloc(0));
          await setCode(tx, request.id, tokenHash(code), wrapLoginKey(code, key, running.login_id), later(codeSeconds * 1000));
          return { kind: "code", host: request.host, code };
        }
        const samlId = `_${randomToken(20).replace(/[^A-Za-z0-9]/g, "")}${Date.now().toString(16)}`;
        const apexCookie = newToken();
        await bindToApex(tx, request.id, tokenHash(apexCookie), samlId);
        const { samlRequest } = buildAuthnRequest({
          entityId: bundid.entityId, acsUrl: bundid.acsUrl, idpSsoUrl: bundid.ssoUrl, id: samlId, issueInstant: now, level: request.level,
          attributes: request.attributes.map((name) => ({ name })), displayName: request.display_name, onlineServiceId: bundid.onlineServiceId, lang: request.lang,
          signingKey: bundid.signingKey, signingCert: bundid.signingCert,
        });
        return { kind: "bundid", samlRequest, ssoUrl: bundid.ssoUrl, apexCookie, lang: request.lang };
      });
    },

    /** BundID's answer at the ACS: checked and put down. What it means is told only to the browser that left (see continueAt). */
    async arrive(samlResponse: string): Promise<{ readonly arrival: string } | { readonly kind: "unknown" }> {
      const inResponseTo = inResponseToOf(samlResponse);
      if (inResponseTo === undefined) return { kind: "unknown" };
      const now = clock.now();
      return operator(async (tx) => {
        const request = await requestBySamlId(tx, inResponseTo, now);
        if (!request) return { kind: "unknown" };
        let login: BundidLogin;
        try {
          login = readResponse(samlResponse, {
            idpEntityId: bundid.idpEntityId, idpCertificates: bundid.idpCertificates, entityId: bundid.entityId, acsUrl: bundid.acsUrl,
            decryptionKeys: bundid.decryptionKeys, expectedInResponseTo: inResponseTo, minimumLevel: request.level, now,
          });
        } catch (error) {
          if (!(error instanceof BundidRejection)) throw error;
          log.warn({ code: error.code }, "BundID answer not accepted");
          await setFailed(tx, request.id, error instanceof BundidRefusal ? error.code : "login-failed");
          return { arrival: request.id };
        }
        if (!await rememberAssertion(tx, login.assertionId, new Date(login.notOnOrAfter.getTime() + 120_000))) {
          log.warn({ code: "replay" }, "BundID answer not accepted");
          await setFailed(tx, request.id, "login-failed");
          return { arrival: request.id };
        }
        const loginKey = newKey();
        const loginId = await storeLogin(tx, login, request.attributes, loginKey, now);
        // Until the browser is recognised the key waits under the installation's key.
        await setLogin(tx, request.id, loginId, keyring.wrap(loginKey, contexts.arrival(request.id)));
        return { arrival: request.id };
      });
    },

    /** The same-site request after the ACS: the browser shows the cookie it left with. Gives the Leitportal's own session and a code for the town. */
    async continueAt(arrival: string, apexCookie: string | undefined): Promise<
      | { readonly kind: "failed"; readonly why: SignInFailure; readonly host: string | undefined; readonly returnPath: string; readonly lang: "de" | "en" }
      | { readonly kind: "signed-in"; readonly host: string; readonly code: string; readonly apexSession: string; readonly expiresAt: Date }
    > {
      const now = clock.now();
      return operator(async (tx) => {
        const request = await requestById(tx, arrival, now);
        if (!request) return { kind: "failed", why: "expired", host: undefined, returnPath: "/", lang: "de" };
        const failed = (why: SignInFailure) => ({ kind: "failed" as const, why, host: request.host, returnPath: request.return_path, lang: request.lang });
        if (apexCookie === undefined || request.apex_hash === null || !tokenHash(apexCookie).equals(request.apex_hash)) return { kind: "failed", why: "other-browser", host: undefined, returnPath: "/", lang: request.lang };
        if (request.failed !== null) return failed(request.failed as SignInFailure);
        if (request.login_id === null || request.wrapped_login_key === null) return failed("expired");
        const loginKey = keyring.unwrap(request.wrapped_login_key, contexts.arrival(request.id));
        const { level, expires_at } = await tx.one<{ level: 1 | 3 | 4; expires_at: Date }>(sql`select level, expires_at from accounts.login where id = ${request.login_id}`);
        const apexSession = newToken();
        await insertSession(tx, { tokenHash: tokenHash(apexSession), id: newId(), login: request.login_id, host: apexHost, wrappedLoginKey: wrapLoginKey(apexSession, loginKey, request.login_id), idleUntil: later(sessionTerms(level).idleMinutes * 60_000) });
        const code = newToken();
        await setCode(tx, request.id, tokenHash(code), wrapLoginKey(code, loginKey, request.login_id), later(codeSeconds * 1000));
        return { kind: "signed-in", host: request.host, code, apexSession, expiresAt: expires_at };
      });
    },

    /** At the town: code and cookie together open the session of this host. */
    async finish(code: string, host: string, browserCookie: string | undefined): Promise<
      { readonly kind: "failed"; readonly why: SignInFailure } | { readonly kind: "signed-in"; readonly session: string; readonly returnPath: string; readonly lang: "de" | "en"; readonly expiresAt: Date }
    > {
      const now = clock.now();
      return operator(async (tx) => {
        const request = await takeCode(tx, tokenHash(code), host, now);
        if (!request || request.login_id === null || request.wrapped_login_key === null) return { kind: "failed", why: "expired" };
        if (browserCookie === undefined || !tokenHash(browserCookie).equals(request.browser_hash)) return { kind: "failed", why: "other-browser" };
        const login = await tx.maybe<{ level: 1 | 3 | 4; expires_at: Date }>(sql`select level, expires_at from accounts.login where id = ${request.login_id} and ended_at is null and expires_at > ${now}`);
        if (!login) return { kind: "failed", why: "expired" };
        const loginKey = unwrapLoginKey(code, request.wrapped_login_key, request.login_id);
        const session = newToken();
        await insertSession(tx, { tokenHash: tokenHash(session), id: newId(), login: request.login_id, host, wrappedLoginKey: wrapLoginKey(session, loginKey, request.login_id), idleUntil: later(sessionTerms(login.level).idleMinutes * 60_000) });
        return { kind: "signed-in", session, returnPath: request.return_path, lang: request.lang, expiresAt: login.expires_at };
      });
    },
  };

  async function storeLogin(tx: Tx, login: BundidLogin, requested: readonly string[], loginKey: Buffer, now: Date): Promise<string> {
    const id = newId();
    let account: string | undefined;
    if (login.bpk2 !== undefined) {
      const fresh = newId();
      const key = newKey();
      const found = await accountOf(tx, { id: fresh, personHash: pepper.personHash(login.bpk2), wrappedKey: keyring.wrap(key, contexts.account(fresh)), now });
      account = found.id;
      if (login.postkorbHandle !== undefined) {
        const accountKey = keyring.unwrap(found.wrapped_key, contexts.account(found.id));
        await tx.run(sql`update accounts.account set mailbox_handle = ${seal(accountKey, login.postkorbHandle, `accounts.mailbox_handle/${found.id}`)} where id = ${found.id}`);
      }
    }
    await insertLogin(tx, {
      id, account, owner: account ?? newId(), level: login.level, requested: account === undefined ? requested : [...new Set([...requested, ...accountAttributes])],
      startedAt: now, expiresAt: new Date(now.getTime() + sessionTerms(login.level).totalMinutes * 60_000), person: sealPerson(loginKey, { ...personOf(login), ...(login.attributes["applicationId"] === undefined ? {} : { statusId: login.attributes["applicationId"].value }) }, id),
    });
    return id;
  }
}

/** Reads which request is answered, only to find the expectations against which everything is then checked. */
function inResponseToOf(samlResponse: string): string | undefined {
  if (samlResponse.length > 400_000) return undefined;
  return /^[\s\S]{0,2000}?\bInResponseTo="(_[A-Za-z0-9]{10,80})"/.exec(Buffer.from(samlResponse, "base64").toString("utf8"))?.[1];
}
