import { hash, verify } from "@node-rs/argon2";

/** Argon2id (the library's default) with 19 MiB, 2 rounds, 1 lane: the OWASP Password Storage Cheat Sheet's first choice. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const LONGEST_SECRET = 1024;

/** A PHC string that holds algorithm, parameters and salt. */
export async function hashSecret(secret: string): Promise<string> {
  if (secret === "" || secret.length > LONGEST_SECRET) throw new Error(`a secret has 1 to ${LONGEST_SECRET} characters`);
  return hash(secret, PARAMETERS);
}

/** False for a wrong secret; throws where the stored hash itself is unreadable, because that is a fault of ours. */
export async function verifySecret(hashed: string, secret: string): Promise<boolean> {
  if (secret.length > LONGEST_SECRET) return false;
  return verify(hashed, secret);
}
