import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const folder = mkdtempSync(join(tmpdir(), "kommunalportal-run-keys-"));
after(() => { rmSync(folder, { recursive: true, force: true }); });

const made = `
import { createHash, createPublicKey, generateKeyPair, generateKeyPairSync } from "node:crypto";
import { promisify } from "node:util";
const rsa = (more = {}) => ["rsa", { modulusLength: 2048, ...more }];
const name = ({ publicKey, privateKey }) => {
  if (privateKey.asymmetricKeyDetails.modulusLength !== 2048 || !publicKey.equals(createPublicKey(privateKey))) throw new Error("no pair");
  return createHash("sha256").update(publicKey.export({ type: "spki", format: "der" })).digest("hex").slice(0, 8);
};
const called = () => new Promise((done, failed) => { generateKeyPair(...rsa(), (error, publicKey, privateKey) => { if (error) failed(error); else done({ publicKey, privateKey }); }); });
const encoded = generateKeyPairSync(...rsa({ publicKeyEncoding: { type: "spki", format: "der" }, privateKeyEncoding: { type: "pkcs8", format: "der" } }));
if (!Buffer.isBuffer(encoded.privateKey)) throw new Error("not encoded");
console.log(JSON.stringify([name(generateKeyPairSync(...rsa())), name(await promisify(generateKeyPair)(...rsa())), name(await called())]));`;

/** Names of three keys that a process of its own makes: at once, as a promise, and with a callback. */
function keysOf(more: { readonly folder?: string; readonly first?: string } = {}): string[] {
  const { TEST_KEYS_FOLDER: _ours, ...env } = process.env;
  const file = (name: string): string => join(import.meta.dirname, name);
  const out = execFileSync(process.execPath, ["--disable-warning=ExperimentalWarning", `--import=${file("lend-run-keys.ts")}`, ...(more.first === undefined ? [] : [`--import=${file(more.first)}`]), "--input-type=module", "--eval", made], {
    env: { ...env, ...(more.folder === undefined ? {} : { TEST_KEYS_FOLDER: more.folder }) }, encoding: "utf8",
  });
  return JSON.parse(out) as string[];
}

const lent = keysOf({ folder });

test("the processes of a run get the same keys in the same order, and within a process no key comes twice", () => {
  assert.equal(new Set(lent).size, 3);
  assert.deepEqual(readdirSync(join(folder, "rsa")).sort(), ["2048-0.pem", "2048-1.pem", "2048-2.pem"], "and what has its form prescribed is not lent");
  assert.deepEqual(keysOf({ folder }), lent);
});

test("a test of the making makes its own, and so does everybody outside of a run", () => {
  for (const own of [keysOf({ folder, first: "own-keys.ts" }), keysOf()]) assert.equal(own.filter((key) => lent.includes(key)).length, 0);
});
