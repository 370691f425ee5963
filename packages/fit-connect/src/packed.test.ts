import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const source = fileURLToPath(new URL("..", import.meta.url));
const root = join(source, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "fit-connect-packed-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const [built, user] = [join(folder, "package"), join(folder, "user")];
const tsc = (cwd: string): string => execFileSync(process.execPath, [join(root, "node_modules", "typescript", "bin", "tsc"), "-p", "."], { cwd, encoding: "utf8" });
const strict = { target: "es2024", lib: ["es2024", "dom", "dom.iterable"], module: "nodenext", types: ["node"], typeRoots: [join(root, "node_modules", "@types")], strict: true };
let archive = "";

const program = `import { createSender, decryptionKey, decryptJwe, encryptJwe, generateFitConnectKeyPair, OfferError, recipientKey, testEnvironment } from "@kommunalportal/fit-connect";
const { publicJwk, privateJwk } = await generateFitConnectKeyPair("encryption");
const { plaintext } = await decryptJwe(encryptJwe("geheim", recipientKey(publicJwk), "application/json"), [await decryptionKey(privateJwk)], { maxBytes: 1000, zip: "refuse" });
const inactive = { destinationId: "0190f1de-0000-4000-8000-000000000001", status: "created", encryptionKid: publicJwk.kid, metadataVersions: [], publicServices: [] };
const answers = [{ access_token: "a.b.c", token_type: "Bearer", expires_in: 1800 }, inactive];
const sender = createSender({ environment: testEnvironment, clientId: "probe", clientSecret: "x", userAgent: "probe/1", fetch: () => Promise.resolve(Response.json(answers.shift())) });
const order = { destinationId: inactive.destinationId, service: { identifier: "urn:de:fim:leika:leistung:99134005017000", name: "Wohngeld" }, data: { bytes: "{}", schemaUri: "https://schema.example/a.json", mimeType: "application/json" as const } };
const refused: string = await sender.send(order).then(() => "sent", (error: unknown) => (error instanceof OfferError ? error.code : String(error)));
console.log(plaintext.toString(), refused);
`;

/** The Node that runs the tests, and the one of this machine where it is another: `engines` says 20.20. */
const runtimes = (): readonly string[] => {
  const other = (process.env["PATH"] ?? "").split(":").map((part) => join(part, "node")).find((path) => existsSync(path) && !path.includes(`${sep}node-runtime${sep}`) && dirname(path) !== dirname(process.execPath));
  return other === undefined ? [process.execPath] : [process.execPath, other];
};

test("the packed library is installed and used as a stranger does it, with its types, on every Node that is here", () => {
  mkdirSync(built);
  for (const file of ["package.json", "README.md", "src"]) cpSync(join(source, file), join(built, file), { recursive: true, filter: (path) => !path.endsWith(".test.ts") && !path.startsWith(join(source, "src", "testing")) });
  writeFileSync(join(built, "tsconfig.json"), JSON.stringify({ compilerOptions: { ...strict, skipLibCheck: true, declaration: true, rootDir: "src", outDir: "dist", rewriteRelativeImportExtensions: true, verbatimModuleSyntax: true, erasableSyntaxOnly: true }, include: ["src"] }));
  const installed = join(user, "node_modules", "@kommunalportal", "fit-connect");
  mkdirSync(installed, { recursive: true });
  // What it needs of others, and nothing else of this house.
  symlinkSync(join(root, "node_modules"), join(built, "node_modules"));
  for (const needed of ["zod"]) symlinkSync(join(root, "node_modules", needed), join(user, "node_modules", needed));
  tsc(built);
  rmSync(join(built, "node_modules"));
  archive = join(folder, execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder], { cwd: built, encoding: "utf8" }).trim());
  execFileSync("tar", ["-xzf", archive, "--strip-components=1", "-C", installed]);
  writeFileSync(join(user, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(user, "program.ts"), program);
  writeFileSync(join(user, "tsconfig.json"), JSON.stringify({ compilerOptions: { ...strict, skipLibCheck: false }, include: ["program.ts"] }));
  tsc(user);
  for (const node of runtimes()) assert.equal(execFileSync(node, ["program.js"], { cwd: user, encoding: "utf8" }), "geheim destination-not-active\n", node);
});

test("publint and attw find nothing wrong with the archive", () => {
  execFileSync(join(root, "node_modules", ".bin", "publint"), ["run", archive, "--strict"], { encoding: "utf8", stdio: "pipe" });
  execFileSync(join(root, "node_modules", ".bin", "attw"), [archive, "--profile", "esm-only"], { encoding: "utf8", stdio: "pipe" });
});
