import { createHash, randomUUID } from "node:crypto";
import { bundidAttributes, type BundidAttributeName, type BundidLevel, type BundidMethod, friendlyNameOf, type IssuedAttribute, isBundidAttributeName, type AuthnRequest, type TrustLevel } from "@kommunalportal/bundid";
import type { BundidPerson } from "./persons.ts";

export interface SignInMethod {
  readonly id: string;
  readonly label: string;
  readonly level: BundidLevel;
  /** What a request names to offer it; a temporary login cannot be named. */
  readonly requestedAs: BundidMethod;
  /** `AssertionProvedBy`. */
  readonly provedBy: string;
  /** Without an account: no bPK2, no mailbox (Schnittstellenbeschreibung 9.2.1). */
  readonly temporary?: true;
  readonly hasMailbox: boolean;
  /** The reduced data set of eIDAS: name and date of birth. */
  readonly minimalDataSet?: true;
}

const signInMethods: readonly SignInMethod[] = [
  { id: "benutzername", label: "Benutzername und Passwort", level: 1, requestedAs: "Benutzername", provedBy: "Benutzername", hasMailbox: true },
  { id: "elster", label: "ELSTER-Zertifikat", level: 3, requestedAs: "Elster", provedBy: "Elster", hasMailbox: true },
  { id: "eid", label: "Online-Ausweis", level: 4, requestedAs: "eID", provedBy: "eID", hasMailbox: true },
  { id: "eidas-substanziell", label: "Europäische Kennung (eIDAS), substanziell", level: 3, requestedAs: "eIDAS", provedBy: "eIDAS", hasMailbox: true, minimalDataSet: true },
  { id: "eidas-hoch", label: "Europäische Kennung (eIDAS), hoch", level: 4, requestedAs: "eIDAS", provedBy: "eIDAS", hasMailbox: true, minimalDataSet: true },
  { id: "fink", label: "Nutzerkonto eines Landes (FINK)", level: 3, requestedAs: "FINK", provedBy: "FINK", hasMailbox: false },
  { id: "temporaer", label: "Ohne Konto, mit dem Online-Ausweis (einmalig)", level: 4, requestedAs: "eID", provedBy: "eID", temporary: true, hasMailbox: false },
];

/** The ways in that this request allows: named by it, high enough, and able to deliver what it asks for. */
export function offeredMethods(request: Pick<AuthnRequest, "level" | "methods" | "attributes">): SignInMethod[] {
  const asks = (name: BundidAttributeName): boolean => request.attributes.some((attribute) => attribute.name === name);
  return signInMethods.filter(({ level, requestedAs, temporary, hasMailbox }) =>
    level >= request.level &&
    (temporary === true || request.methods === undefined || request.methods.includes(requestedAs)) &&
    !(temporary === true && asks("bPK2")) &&
    !(!hasMailbox && asks("legacyPostkorbHandle")));
}

/**
 * What would be sent: only requested attributes that this person has and this way in can deliver. Self-given contact data never rise above
 * level 1; nothing else changes its level, which is why an account proved by card sends HOCH even when opened with a password.
 */
export function attributesToSend(request: Pick<AuthnRequest, "attributes" | "serviceProvider">, person: BundidPerson, method: SignInMethod): IssuedAttribute[] {
  const known = accountAttributes(person, method, new URL(request.serviceProvider.entityId).hostname);
  return request.attributes.flatMap(({ name, urn }) => {
    const entry = isBundidAttributeName(name) ? known[name] : undefined;
    return entry === undefined || !isBundidAttributeName(name) ? [] : [{ urn, friendlyName: friendlyNameOf(name), ...entry }];
  });
}

const uuidOf = (person: string, purpose: string): string => digest(`${person}|${purpose}`).toString("hex").replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-8$4-$5");

/** The handle of somebody's mailbox, as a sign-in gives it. */
export const mailboxHandleOf = (person: string): string => uuidOf(person, "mailbox");

type Known = Partial<Record<BundidAttributeName, { value: string; trustLevel: TrustLevel }>>;

function accountAttributes(person: BundidPerson, method: SignInMethod, spHost: string): Known {
  const stored: TrustLevel = method.temporary === true ? method.level : person.provedAt;
  const known: Known = {};
  for (const name of Object.keys(bundidAttributes)) {
    if (!isBundidAttributeName(name)) continue;
    const value = person.attributes[name];
    if (value === undefined || (method.minimalDataSet === true && !minimal.has(name))) continue;
    known[name] = { value, trustLevel: selfGiven.has(name) ? 1 : stored };
  }
  // BundID's own formula is secret. This one has its property: another host of the entityID gives everybody another key.
  const bpk2 = digest(`${person.id}|${spHost}`).toString("base64url");
  return {
    ...known,
    ...(method.temporary === true ? {} : { bPK2: { value: method.provedBy === "FINK" ? `FINK.sandbox.${bpk2}` : bpk2, trustLevel: 2 } }),
    ...(method.hasMailbox ? { legacyPostkorbHandle: { value: mailboxHandleOf(person.id), trustLevel: 2 }, applicationId: { value: randomUUID(), trustLevel: 2 } } : {}),
    ...(method.provedBy === "eID" ? { documentType: { value: "ID", trustLevel: 4 }, pseudonym: { value: digest(`${person.id}|card`).toString("base64"), trustLevel: 4 } } : {}),
    qaaLevel: { value: `STORK-QAA-Level-${method.level}`, trustLevel: 2 },
    version: { value: "2020.2.1", trustLevel: 2 },
    assertionProvedBy: { value: method.provedBy, trustLevel: 2 },
    mfa: { value: method.level > 1 ? "true" : "false", trustLevel: 2 },
  };
}

const selfGiven: ReadonlySet<string> = new Set(["mail", "telephoneNumber", "DeMail"]);
const minimal: ReadonlySet<string> = new Set(["givenName", "surname", "birthdate", "eidasIssuingCountry", "mail"]);

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
