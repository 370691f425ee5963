import crypto, { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";

interface Pair { readonly publicKey: KeyObject; readonly privateKey: KeyObject }
interface Wish { readonly modulusLength: number; readonly publicExponent?: number }
type Answer = (error: Error | null, publicKey?: KeyObject, privateKey?: KeyObject) => void;

const real = { async: crypto.generateKeyPair, sync: crypto.generateKeyPairSync };
const generate = promisify(real.async);
let own = false;

/** From now on this process makes all its keys itself: for tests of the making, and while keys are made that others keep. Gives back what was. */
export function makeOwnKeys(still = true): boolean {
  const before = own;
  own = still;
  return before;
}

/**
 * A test run's RSA keys, made once and not by each of its processes: one of 4096 bits costs about a second of CPU. The first key of its size that a process asks for
 * is the first of the run, the second the second: within a process no two are the same, and each was made in the usual way by whoever asked first. They lie in the
 * run's folder, TEST_KEYS_FOLDER, and go with it. What is not a plain pair of RSA keys is made as ever.
 */
export function lendRunKeys(folder: string): void {
  const place = join(folder, "rsa");
  mkdirSync(place, { recursive: true, mode: 0o700 });
  const given = new Map<number, number>();
  const next = ({ modulusLength: bits }: Wish): string => {
    const number = given.get(bits) ?? 0;
    given.set(bits, number + 1);
    return join(place, `${bits}-${number}.pem`);
  };
  const sync = (type: string, options: unknown): unknown => {
    if (!isPlain(type, options)) return Reflect.apply(real.sync, crypto, [type, options]);
    const file = next(options);
    return read(file) ?? keep(file, real.sync("rsa", options));
  };
  const later = async (type: string, options: unknown): Promise<unknown> => {
    if (!isPlain(type, options)) return Reflect.apply(generate, crypto, [type, options]);
    const file = next(options);
    return read(file) ?? keep(file, await generate("rsa", options));
  };
  const async = (type: string, options: unknown, answer: Answer): void => {
    if (!isPlain(type, options)) Reflect.apply(real.async, crypto, [type, options, answer]);
    else void later(type, options).then((pair) => { const { publicKey, privateKey } = pair as Pair; answer(null, publicKey, privateKey); }, answer);
  };
  Object.assign(crypto, { generateKeyPairSync: sync, generateKeyPair: Object.assign(async, { [promisify.custom]: later }) });
  syncBuiltinESMExports();
}

function isPlain(type: string, options: unknown): options is Wish {
  if (own || type !== "rsa" || typeof options !== "object" || options === null) return false;
  const { modulusLength, publicExponent, ...more } = options as Partial<Wish>;
  return typeof modulusLength === "number" && modulusLength >= 2048 && (publicExponent ?? 0x10001) === 0x10001 && Object.keys(more).length === 0;
}

function read(file: string): Pair | undefined {
  try {
    const privateKey = createPrivateKey(readFileSync(file));
    return { privateKey, publicKey: createPublicKey(privateKey) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Two may have made the same one: the first counts, so that it is there as a whole or not at all it is linked. */
function keep(file: string, pair: Pair): Pair {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, pair.privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  try {
    linkSync(mine, file);
    return pair;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return read(file)!;
  } finally {
    rmSync(mine);
  }
}
