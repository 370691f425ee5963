import { generateKeyPairSync, randomBytes } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { readJson, writeJson } from "./atomic-json.ts";
import { StartProblem } from "./start-problem.ts";

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
    const parsed = credentialsSchema.safeParse(stored);
    if (!parsed.success) throw unreadable(path, parsed.error);
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
  const secret = (): string => randomBytes(32).toString("base64url");
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    staff: {
      clientId: "kommunalportal", clientSecret: secret(), cookieKey: secret(),
      signingKey: { ...privateKey.export({ format: "jwk" }), kty: "RSA", kid: randomBytes(8).toString("hex"), alg: "RS256", use: "sig" },
    },
    payment: { clientId: "kommunalportal", clientSecret: secret() },
    fachverfahren: { webhookSecret: `whsec_${randomBytes(32).toString("base64")}` },
  };
}

function unreadable(path: string, cause: unknown): StartProblem {
  return new StartProblem(`Die Datei ${path} ist beschädigt. Löschen Sie sie; die Sandbox erzeugt dann neue Schlüssel.`, cause);
}
