import { NotTried } from "../check.ts";
import { handoverOf, pagesOf, withQuery } from "./manifest-facts.ts";
import type { Flaw, Handing } from "./openid-stand-in.ts";
import type { Stage } from "./subject.ts";
import { formsOf, linksOf, visitor, type Seen, type Visitor } from "./visitor.ts";

/** The page where people arrive: what the manifest calls a service of its own, else the first page that the run was given, else the root. */
export function startPath({ subject }: Pick<Stage, "subject">): string {
  const own = pagesOf(subject.manifest).find(({ place }) => place === "service");
  return own === undefined ? subject.pages?.[0] ?? "/" : withQuery(own.path, { ort: "musterstadt", sprache: "de" });
}

const originsOf = (addresses: readonly string[]): readonly string[] => addresses.map((address) => new URL(address).origin);

export function newVisitor(on: Stage): Visitor {
  const { redirectUris = [], logoutUris = [] } = handoverOf(on.subject.manifest) ?? {};
  return visitor(on.address, originsOf([...redirectUris, ...logoutUris]));
}

/** Addresses of the manifest at the place where this run has started the extension. */
export function atThisPlace(on: Stage, addresses: readonly string[]): readonly string[] {
  return [...addresses, ...addresses.map((address) => { const { pathname, search } = new URL(address); return `${on.address}${pathname}${search}`; })];
}

/** Follows links, and buttons that ask nothing, until one leads to an address of the portal. Undefined where none does. */
export async function wayTo(on: Stage, browser: Visitor, page: Seen, address: string): Promise<{ readonly url: URL; readonly browser: Visitor; readonly seen: Seen } | undefined> {
  const leads = (seen: Seen): boolean => seen.left?.startsWith(address) === true;
  if (leads(page)) return { url: new URL(page.left ?? ""), browser, seen: page };
  const asksNothing = formsOf(on.address, page).filter(({ fields }) => fields.every(({ type }) => ["hidden", "submit", "button"].includes(type)));
  for (const go of [...[...new Set(linksOf(on.address, page))].slice(0, 30).map((path) => (one: Visitor) => one.get(path)), ...asksNothing.map((form) => (one: Visitor) => one.submit(form, {}))]) {
    const one = browser.twin();
    const seen = await go(one);
    if (leads(seen)) return { url: new URL(seen.left ?? ""), browser: one, seen };
  }
  return undefined;
}

export interface Begun { readonly browser: Visitor; readonly asked: URLSearchParams; readonly seen: Seen; readonly before: string }

/** A person who is about to sign in at the portal. @throws where no way leads there */
export async function begun(on: Stage): Promise<Begun> {
  const browser = newVisitor(on);
  const page = await browser.get(startPath(on));
  const way = await wayTo(on, browser, page, on.portal.openid.endpoint);
  if (!way) throw new Error(`no link of ${startPath(on)} leads to the portal's sign-in (${on.portal.openid.endpoint})`);
  return { browser: way.browser, asked: way.url.searchParams, seen: way.seen, before: way.browser.cookie() };
}

/** Path and query of what the portal answered, at the place where this run has started the extension. */
export function backPath(handing: Handing): string {
  const { pathname, search } = new URL(handing.back);
  return pathname + search;
}

export interface Arrived extends Begun { readonly handing: Handing; readonly arrived: Seen }

/** The same person back again, with an answer that is right or wrong in one way. */
export async function arrived(on: Stage, given: { readonly flaw?: Flaw; readonly cancelled?: boolean } = {}): Promise<Arrived> {
  const one = await begun(on);
  const handing = on.portal.openid.answer(one.asked, given);
  return { ...one, handing, arrived: await one.browser.get(backPath(handing)) };
}

const doors = new WeakMap<Stage, { readonly path: string; readonly open: boolean }>();

/** Where people are after a right sign-in, and whether strangers get there too. @throws {NotTried} where nobody gets in at all */
export async function doorOf(on: Stage): Promise<{ readonly path: string; readonly open: boolean }> {
  let door = doors.get(on);
  if (!door) {
    const { arrived: seen } = await arrived(on);
    if (seen.status !== 200 || seen.left !== undefined) throw new NotTried("nobody gets in after a right sign-in (handover.arrives)");
    const stranger = await newVisitor(on).get(seen.path);
    door = { path: seen.path, open: stranger.status === 200 && stranger.left === undefined && stranger.path === seen.path };
    doors.set(on, door);
  }
  return door;
}

/** Whether a browser is signed in at the extension. */
export async function isInside(on: Stage, browser: Visitor, handing: Handing): Promise<boolean> {
  const { path, open } = await doorOf(on);
  const seen = await browser.get(path);
  return seen.text.includes(handing.name) || (!open && seen.status === 200 && seen.left === undefined && seen.path === path);
}
