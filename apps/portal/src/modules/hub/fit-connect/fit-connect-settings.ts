import { randomBytes } from "node:crypto";
import { z } from "zod";
import { type FitConnectEnvironment, signingKey, testEnvironment } from "@kommunalportal/fit-connect";
import type { DestinationProblem, OpenedDestination } from "../channel.ts";
import { addressProblems } from "../address-problems.ts";
import { placeSetting } from "./place-setting.ts";

/** The schema in which the portal writes applications and messages, unless a destination wants another. */
export const portalSchema = "https://schema.kommunalportal.example/antrag/1.0.0/antrag.schema.json";
/** How office systems answer (README of the module): named to them as the standard of the dialogue. */
export const answerSchema = "https://schema.kommunalportal.example/antwort/1.0.0/antwort.schema.json";

export const fitConnectSettings = z.object({
  /** OAuth token endpoint. */
  tokenUrl: z.string().max(2_000),
  /** Id of the Zustellpunkt; absent where each application has its own (`routing`). */
  destinationId: z.uuid().optional(),
  /** Services run here for authorities elsewhere: who takes an application is asked for with its service and its place. */
  routing: z.object({
    /** Routing API and self-service portal, whose keys sign destinations (delivery.md 1.4). */
    url: z.string().max(2_000),
    portalUrl: z.string().max(2_000),
    /** Answers that name the place (place-setting.ts). */
    place: z.string().max(500).refine((text) => placeSetting(text) !== undefined),
  }).optional(),
  clientId: z.string().min(1).max(200),
  /** Schema of the data; it must be one that the destination offers as JSON. */
  schemaUri: z.string().min(1).max(2_000).refine((text) => URL.canParse(text)).default(portalSchema),
  /** Who answers for decisions that come without a name (§ 37 (3) VwVfG NRW). */
  signatory: z.object({ name: z.string().min(1).max(200), role: z.string().max(200) }).optional(),
  /** Has the portal's public key for answers been registered with FIT-Connect? Before that replies are read and not answered. */
  answers: z.boolean().default(false),
});
export type FitConnectSettings = z.infer<typeof fitConnectSettings>;

/** Kept sealed. `callbackSecret` and `answerKey` are made by the portal. */
const fitConnectSecrets = z.object({ clientSecret: z.string().min(1).max(500), callbackSecret: z.string().min(32), answerKey: z.unknown().optional() });
export type FitConnectSecrets = Omit<z.infer<typeof fitConnectSecrets>, "answerKey"> & { readonly answerKey?: AnswerKey };
type AnswerKey = Readonly<Record<string, unknown>>;

export interface FitConnectTrust {
  /** Root certificates of the Verwaltungs-PKI, PEM. */
  readonly roots: readonly string[];
  /** Unencrypted addresses and keys without a chain, for the demonstration only. */
  readonly demo: boolean;
}

export function settingsOf(destination: Pick<OpenedDestination, "settings">): FitConnectSettings {
  return fitConnectSettings.parse(destination.settings);
}

export function secretsOf({ secrets }: Pick<OpenedDestination, "secrets">): FitConnectSecrets {
  const { answerKey, ...others } = fitConnectSecrets.parse(JSON.parse(secrets[0] ?? "null"));
  return { ...others, ...(isAnswerKey(answerKey) ? { answerKey } : {}) };
}

/** Takes over what was given, completes what the portal makes; a key that is no JSON stays what it is, for the check to find. */
export function completedSecrets(before: readonly string[], { answerKey, ...given }: Readonly<Record<string, string>>): readonly string[] {
  const known: Record<string, unknown> = before[0] === undefined ? {} : { ...secretsOf({ secrets: before }) };
  return [JSON.stringify({ callbackSecret: randomBytes(48).toString("base64url"), ...known, ...given, ...(answerKey === undefined ? {} : { answerKey: parsed(answerKey) ?? answerKey }) })];
}

/** A private JWK with which the portal can sign as FIT-Connect wants it: RSA, 4096 bits, PS512. */
function isAnswerKey(value: unknown): value is AnswerKey {
  try { return signingKey(value).kid !== ""; } catch { return false; }
}

function parsed(text: string | undefined): unknown {
  try { return JSON.parse(text ?? "null"); } catch { return undefined; }
}

const codes = { routing: "place-invalid", tokenUrl: "token-address-invalid", destinationId: "destination-id-invalid", clientId: "identifier-invalid", schemaUri: "schema-invalid", signatory: "signatory-invalid", answers: "schema-invalid" } as const satisfies Readonly<Record<keyof FitConnectSettings, DestinationProblem["code"]>>;

export function settingProblems({ address, settings, secrets }: Pick<OpenedDestination, "address" | "settings" | "secrets">, trust: FitConnectTrust): DestinationProblem[] {
  const parsed = fitConnectSettings.safeParse(settings);
  const bad = parsed.success ? [] : [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))].flatMap((path) => (path in codes ? [{ path, code: codes[path as keyof typeof codes] }] : []));
  return [
    ...addressProblems(address, trust.demo), ...(address.endsWith("/") ? [{ path: "address", code: "address-invalid" } as const] : []),
    ...bad, ...(parsed.success && (addressProblems(parsed.data.tokenUrl, trust.demo).length > 0 || parsed.data.tokenUrl.endsWith("/")) ? [{ path: "tokenUrl", code: "token-address-invalid" } as const] : []),
    ...(parsed.success ? addresseeProblems(parsed.data, trust) : []),
    ...secretProblems(secrets),
    ...(policyOf(address, trust) === undefined ? [{ path: "address", code: "trust-missing" } as const] : []),
  ];
}

/** One Zustellpunkt for everything, or a way to find one for each application. */
function addresseeProblems({ destinationId, routing }: FitConnectSettings, trust: FitConnectTrust): DestinationProblem[] {
  if ((destinationId === undefined) === (routing === undefined)) return [{ path: "destinationId", code: "destination-id-invalid" }];
  return ([["routing.url", routing?.url], ["routing.portalUrl", routing?.portalUrl]] as const).flatMap(([path, url]) =>
    (url !== undefined && (addressProblems(url, trust.demo).length > 0 || url.endsWith("/")) ? [{ path, code: "routing-address-invalid" } as const] : []));
}

function secretProblems(secrets: readonly string[]): DestinationProblem[] {
  const read = fitConnectSecrets.safeParse(parsed(secrets[0]));
  if (!read.success) return [{ path: "clientSecret", code: "secret-missing" }];
  return read.data.answerKey === undefined || isAnswerKey(read.data.answerKey) ? [] : [{ path: "answerKey", code: "answer-key-invalid" }];
}

/** TEST of FITKO takes keys without a chain; everywhere else they need one up to the Verwaltungs-PKI (delivery.md 1.7). Undefined: no root is known. */
function policyOf(submissionUrl: string, trust: FitConnectTrust): FitConnectEnvironment["certificates"] | undefined {
  if (trust.demo || submissionUrl === testEnvironment.submissionUrl) return { kind: "lenient" };
  return trust.roots.length > 0 ? { kind: "strict", roots: trust.roots } : undefined;
}

/** Where a destination lives. The Destination API is not asked by a sender, routing only where it is set; else their addresses are those beside. */
export function environmentOf(destination: Pick<OpenedDestination, "address" | "settings">, trust: FitConnectTrust): FitConnectEnvironment {
  const certificates = policyOf(destination.address, trust);
  if (!certificates) throw new Error("no root certificate of the Verwaltungs-PKI is set");
  const { origin } = new URL(destination.address);
  const { tokenUrl, routing } = settingsOf(destination);
  return {
    name: "destination", tokenUrl, submissionUrl: destination.address, destinationUrl: `${origin}/destination-api`, routingUrl: routing?.url ?? `${origin}/routing`, portalUrl: routing?.portalUrl ?? origin,
    ...(trust.demo ? { allowHttp: true } : {}), certificates,
  };
}
