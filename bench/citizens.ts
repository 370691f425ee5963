import type { CitizenSession } from "../apps/portal/src/modules/accounts/index.ts";
import { openBrowser } from "../apps/portal/src/testing/browser.ts";
import { openConnection, type Connection, type LeanReply } from "./lean-client.ts";
import type { Stage } from "./stage.ts";

/** Invented people whom the simulated BundID knows; each has an account of its own. */
export const people = ["erika-beispiel", "jonas-probe", "ayse-muster-oeztuerk", "max-grenzfall", "sofie-grossstrasse", "zoe-kombination", "langer-name", "ein-name"] as const;

/** Somebody signed in at Musterstadt, with a connection of their own. */
export interface Citizen {
  readonly session: CitizenSession;
  readonly connection: Connection;
  get(path: string): Promise<LeanReply>;
  /** POST with the session's token. */
  post(path: string, fields: readonly (readonly [string, string])[]): Promise<LeanReply>;
}

/** Signs in over SAML as a browser does, then keeps only cookie and token. */
export async function signIn({ installation, house, townHost, port }: Stage, person: string): Promise<Citizen> {
  const browser = openBrowser();
  const page = await browser.get(`${installation.origin("musterstadt")}/anmelden?konto=1&niveau=1`);
  const home = await browser.signIn(page, { person });
  if (home.status !== 200) throw new Error(`signing in ended at ${home.url} with ${home.status}`);
  const cookies = [...browser.cookies.get(townHost) ?? []];
  const token = cookies.find(([name]) => name.endsWith("sitzung"))?.[1];
  const session = token === undefined ? undefined : await house.accounts.citizen(token, townHost);
  browser.close();
  if (!session?.account) throw new Error(`${person} has no account after signing in`);
  const headers = { cookie: cookies.map(([name, value]) => `${name}=${value}`).join("; ") };
  const connection = openConnection(port);
  return {
    session, connection,
    get: (path) => connection.get(townHost, path, headers),
    post: (path, fields) => connection.post(townHost, path, [["_csrf", session.csrf], ...fields], headers),
  };
}

/** Ten clients; two of the invented people come twice. */
export async function signInTen(stage: Stage): Promise<Citizen[]> {
  const all: Citizen[] = [];
  for (let i = 0; i < 10; i += 1) all.push(await signIn(stage, people[i % people.length]!));
  return all;
}

/** Follows redirects on the town's host. */
export async function follow(citizen: Citizen, reply: LeanReply): Promise<{ readonly reply: LeanReply; readonly path: string }> {
  let [current, path] = [reply, ""];
  for (let hops = 0; hops < 8 && current.status === 303; hops += 1) {
    path = (current.header("location") ?? "").split("#", 1)[0]!;
    current = await citizen.get(path);
  }
  return { reply: current, path: path.split("?", 1)[0]! };
}

/** The value of a hidden field on a page. */
export function hidden(reply: LeanReply, name: string): string {
  const found = new RegExp(`name="${name}" value="([^"]*)"`).exec(reply.body.toString())?.[1];
  if (found === undefined) throw new Error(`the page (${reply.status}) has no field ${name}`);
  return found;
}

export function expectStatus(reply: LeanReply, status: number, what: string): void {
  if (reply.status !== status) throw new Error(`${what}: expected ${status}, got ${reply.status} ${reply.header("location") ?? ""} ${/<h1[^>]*>([^<]*)/.exec(reply.body.toString())?.[1] ?? ""}`);
}

/** Begins a draft of a service and leads to its first step. */
export async function beginDraft(citizen: Citizen, service: string): Promise<{ readonly draft: string; readonly page: LeanReply; readonly path: string }> {
  const { reply, path } = await follow(citizen, await citizen.post(`/antrag/${service}/entwurf`, []));
  expectStatus(reply, 200, `beginning ${service}`);
  return { draft: path.split("/")[2] ?? "", page: reply, path };
}
