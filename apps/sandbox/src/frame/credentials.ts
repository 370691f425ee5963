import { generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { readJson, writeJson } from "./atomic-json.ts";
import { StartProblem } from "./start-problem.ts";

const apiClient = z.object({ clientId: z.string(), clientSecret: z.string().min(32) });
const destination = z.object({ destinationId: z.uuid(), callbackSecret: z.string().min(32) });
const fitConnectSchema = z.object({
  /** The portal as a sender. */
  onlineService: apiClient,
  /** The portal as a subscriber: the gateway for municipalities without a connector of their own. */
  gateway: apiClient,
  /** An online service that another state runs (EfA), as a sender. */
  efaService: apiClient,
  /** The subscribers that the sandbox plays itself. */
  fachverfahren: apiClient,
  /** The one of a town in another state. */
  nordhafen: apiClient,
  zbp: apiClient,
  /** The destinations of the demo world. */
  destinations: z.object({ musterstadt: destination, beispielhausen: destination, kreisMusterland: destination, nordhafen: destination, zbp: destination }),
});

const credentialsSchema = z.object({
  staff: z.object({
    clientId: z.literal("kommunalportal"),
    clientSecret: z.string().min(32),
    cookieKey: z.string().min(32),
    /** Private key that signs the ID tokens, RS256. */
    signingKey: z.looseObject({ kty: z.literal("RSA"), kid: z.string(), alg: z.literal("RS256") }),
  }),
  payment: z.object({ clientId: z.literal("kommunalportal"), clientSecret: z.string().min(32) }),
  /** Standard Webhooks secret, `whsec_` and base64. */
  fachverfahren: z.object({ webhookSecret: z.string().regex(/^whsec_[A-Za-z0-9+/]{43}=$/) }),
  fitConnect: fitConnectSchema,
  /** Bearer token for the register with evidence. */
  register: z.object({ token: z.string().min(32) }),
});
export type Credentials = z.infer<typeof credentialsSchema>;

/** The file through which the portal's start learns its secrets of the demo world; it exists after the first start. */
export function credentialsPath(dataFolder: string): string {
  return join(dataFolder, "credentials.json");
}

/** Reads the sandbox's keys, or makes them on the first start. They are never in the repository. */
export async function loadCredentials(dataFolder: string): Promise<Credentials> {
  const path = credentialsPath(dataFolder);
  const stored = await readJson(path).catch((error: unknown) => { throw unreadable(path, error); });
  if (stored !== undefined) {
    // A folder of an older sandbox lacks the access data of the newer systems.
    const complete = completed(stored);
    const parsed = credentialsSchema.safeParse(complete);
    if (!parsed.success) throw unreadable(path, parsed.error);
    if (JSON.stringify(complete) !== JSON.stringify(stored)) await writeJson(path, parsed.data);
    return parsed.data;
  }
  const made = make();
  try {
    await writeJson(path, made);
  } catch (error) {
    throw new StartProblem(`Die Sandbox kann nicht in ihren Ordner ${dataFolder} schreiben. Geben Sie mit SANDBOX_DATA einen beschreibbaren Ordner an.`, error);
  }
  return made;
}

function make(): Credentials {
  // A portal in production refuses what begins so.
  const secret = (): string => `demo-${randomBytes(32).toString("base64url")}`;
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    staff: {
      clientId: "kommunalportal", clientSecret: secret(), cookieKey: secret(),
      signingKey: { ...privateKey.export({ format: "jwk" }), kty: "RSA", kid: randomBytes(8).toString("hex"), alg: "RS256", use: "sig" },
    },
    payment: { clientId: "kommunalportal", clientSecret: secret() },
    fachverfahren: { webhookSecret: `whsec_${randomBytes(32).toString("base64")}` },
    fitConnect: makeFitConnect(),
    register: makeRegister(),
  };
}

const withFitConnect = z.looseObject({ fitConnect: z.looseObject({ destinations: z.record(z.string(), z.unknown()) }).optional() });

function completed(stored: unknown): unknown {
  const known = withFitConnect.safeParse(stored);
  if (!known.success) return stored;
  const { fitConnect } = known.data;
  const made = makeFitConnect();
  return { register: makeRegister(), ...known.data, fitConnect: { ...made, ...fitConnect, destinations: { ...made.destinations, ...fitConnect?.destinations } } };
}

function makeRegister(): Credentials["register"] {
  return { token: `demo-${randomBytes(32).toString("base64url")}` };
}

function makeFitConnect(): Credentials["fitConnect"] {
  const secret = (): string => randomBytes(32).toString("base64url");
  const client = (clientId: string): z.infer<typeof apiClient> => ({ clientId, clientSecret: secret() });
  const made = (): z.infer<typeof destination> => ({ destinationId: randomUUID(), callbackSecret: secret() });
  return {
    onlineService: client("sandbox-onlinedienst"), gateway: client("sandbox-gateway"), efaService: client("sandbox-efa-onlinedienst"),
    fachverfahren: client("sandbox-fachverfahren"), nordhafen: client("sandbox-nordhafen"), zbp: client("sandbox-zbp"),
    destinations: { musterstadt: made(), beispielhausen: made(), kreisMusterland: made(), nordhafen: made(), zbp: made() },
  };
}

function unreadable(path: string, cause: unknown): StartProblem {
  return new StartProblem(`Die Datei ${path} ist beschädigt. Löschen Sie sie; die Sandbox erzeugt dann neue Schlüssel.`, cause);
}
