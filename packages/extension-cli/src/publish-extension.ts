import { createPortalClient } from "@kommunalportal/extension-sdk";
import { localFetch } from "@kommunalportal/extension-sdk/node";
import { checkExtension } from "./check-extension.ts";
import { environmentOf, manifestOf, rememberEnvironment, Sentence, type Json } from "./project.ts";

/** `town`: address of the test town, where people fill in forms; undefined where the portal did not say. */
export interface Published { readonly clientId: string; readonly tenant: string; readonly isNew: boolean; readonly town: string | undefined }

/**
 * Makes the extension known to a portal with a sandbox: begins an account there when there is none, registers the manifest or its new version, permits it in
 * one's test towns. Credentials go into `.env` and nowhere else.
 */
export async function publishExtension(folder: string, given: { readonly portal: string | undefined; readonly env: Readonly<Record<string, string | undefined>>; readonly send?: typeof fetch }): Promise<Published> {
  const problems = checkExtension(folder);
  if (problems.length > 0) throw new Sentence(`It is not published before this is mended:\n${problems.map((one) => `  ${one}`).join("\n")}`);
  const env = environmentOf(folder, given.env);
  const portal = (given.portal ?? env["PORTAL_URL"] ?? "").replace(/\/+$/, "");
  if (portal === "") throw new Sentence("Name the portal: kommunalportal-extension publish --portal http://portal.localhost:8080");
  const send = given.send ?? localFetch;
  const manifest = manifestOf(folder);
  const key = env["ACCOUNT_KEY"] ?? await beginAccount(send, portal, folder, manifest);
  // The portal shows a secret once. A folder that has none, a fresh copy for example, asks for one of its own.
  const asked = env["CLIENT_SECRET"] === undefined || env["CLIENT_SECRET"] === "" ? "?geheimnis=neu" : "";
  const answer = await send(`${portal}/entwicklung/sandbox/api/programm${asked}`, { method: "PUT", headers: { "content-type": "application/json", authorization: `Bearer ${key}` }, body: JSON.stringify(manifest) });
  const body = await jsonOf(answer);
  if (!answer.ok) throw new Sentence(refusalOf(typeof body["code"] === "string" ? body["code"] : String(answer.status), String(manifest["id"]), body["problems"]));
  const [clientId, tenant, secret] = [String(body["clientId"]), String(body["tenant"]), body["clientSecret"]];
  rememberEnvironment(folder, { PORTAL_URL: portal, TENANT: tenant, CLIENT_ID: clientId, ...(typeof secret === "string" ? { CLIENT_SECRET: secret } : {}) });
  const clientSecret = typeof secret === "string" ? secret : environmentOf(folder, given.env)["CLIENT_SECRET"];
  const client = createPortalClient({ portal, tenant, clientId, clientSecret: clientSecret ?? "", fetch: send, attempts: 1 });
  // Only for words: everything is registered already.
  const town = await client.call("getTenant", {}).then((own) => own.portal, () => undefined);
  return { clientId, tenant, isNew: answer.status === 201, town };
}

/** What somebody does about it. */
function refusalOf(code: string, id: string, problems: unknown): string {
  switch (code) {
    case "client-taken": return `The id »${id}« belongs to another account at this portal. Is it yours, copy ACCOUNT_KEY from the .env of the folder that published it; else choose another id in manifest.json.`;
    case "key-wrong": return "The portal does not know the ACCOUNT_KEY in .env. Take the line out to begin a new account, or copy the key that the portal showed you.";
    case "too-many-secrets": return `Three secrets of »${id}« are in force already. End one on the portal's page /entwicklung/sandbox, or copy CLIENT_SECRET from the .env of another folder.`;
    case "too-many-programs": return "This account holds no more programs. Publish one of those it has, or take ACCOUNT_KEY out of .env to begin a new account.";
    default: return `The portal refused the extension: ${code}${Array.isArray(problems) && problems.length > 0 ? ` ${JSON.stringify(problems)}` : ""}`;
  }
}

async function beginAccount(send: typeof fetch, portal: string, folder: string, manifest: Json): Promise<string> {
  const publisher = manifest["publisher"] as { readonly name?: string } | undefined;
  const answer = await send(`${portal}/entwicklung/sandbox/api/konto`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ name: publisher?.name ?? "Sandbox" }) });
  if (answer.status === 404) throw new Sentence("This portal has no sandbox. Its operator registers extensions.");
  const { accountKey } = await jsonOf(answer);
  if (answer.status !== 201 || typeof accountKey !== "string") throw new Sentence(`The portal gave no account: ${answer.status}`);
  rememberEnvironment(folder, { ACCOUNT_KEY: accountKey });
  return accountKey;
}

async function jsonOf(answer: Response): Promise<Json> {
  try { return await answer.json() as Json; } catch { return {}; }
}
