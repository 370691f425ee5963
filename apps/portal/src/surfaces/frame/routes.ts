import type { FastifyReply, FastifyRequest, HTTPMethods } from "fastify";
import type { CitizenSession } from "#modules/accounts";
import type { Reading } from "#platform/database";
import { cookieOf, crossSiteProblem, csrfTokenMatches, formFields, problem, readMultipart, setCookie, type App, type FormFields, type UploadedPart } from "#platform/http";
import { embeddedHref, isEmbedded } from "./embedding.ts";
import { inLanguage, langOf } from "./language.ts";
import { isMultipart, LostForm, typedBesideFiles } from "./lost-form.ts";
import { send } from "./send.ts";
import { servePublic } from "./public-pages.ts";
import type { FrameParts } from "./frame.ts";
import type { AccountVisit, Answer, SessionVisit, StaffVisit, Visit } from "./visit.ts";

/** Who may come: everybody · everybody with a visitor's cookie of their own · signed in · signed in with an account. */
export type Needs = "none" | "visitor" | "session" | "account";
/**
 * What a page reads in the same exchange with the database as the session. It stands in `ahead` of the visit; undefined where it is not asked for and for a visitor,
 * whose session is no row: then the page reads it itself.
 */
export type ReadAhead<A> = (visit: Visit) => ((tx: Reading) => Promise<A>) | undefined;
interface PageOptions<N extends Needs, A> { readonly needs: N; readonly ahead?: ReadAhead<A> }
interface WithAhead<A> { readonly ahead?: A | undefined }
type VisitFor<N extends Needs> = N extends "account" ? AccountVisit : N extends "session" | "visitor" ? SessionVisit : Visit;
export type Handler<V extends Visit = Visit> = (visit: V) => Promise<Answer>;
export type UploadHandler<V extends Visit> = (visit: V, upload: Upload) => Promise<Answer>;

export interface Upload {
  /** Reads the request: each file as a stream, in order. Call it once. The returned fields include the form's token, already checked before the first file. */
  read(limits: { readonly maxFileBytes: number; readonly maxFiles: number }, onFile: (part: UploadedPart, fieldsSoFar: FormFields) => Promise<void>): Promise<FormFields>;
  /** What could be read so far, also when `read` has failed. */
  seen(): FormFields;
}

const noFields: FormFields = new Map();

/** Registers handlers so that what protects people cannot be forgotten: placing, session, origin and token checks happen here. */
export function routes(app: App, parts: FrameParts) {
  function add(method: HTTPMethods, path: string, run: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>): void {
    app.route({ method, url: path, handler: run, ...(method === "GET" ? { exposeHeadRoute: true } : {}) });
  }

  async function visitOf<N extends Needs, A>(request: FastifyRequest, reply: FastifyReply, { needs, ahead: readAhead }: PageOptions<N, A>): Promise<(VisitFor<N> & WithAhead<A>) | undefined> {
    const visit = placed(request, reply, parts);
    const came = await citizenOf(request, parts, readAhead?.(visit));
    let { session } = came;
    if (!session && needs === "visitor") {
      // The form's page has set the cookie; it did not come back, so the browser keeps none in frames.
      if (visit.embedded && request.method !== "GET") throw problem(403, "frame-without-cookie");
      session = newVisitor(visit, parts);
    }
    if ((needs === "session" && !session?.signedIn) || (needs === "account" && !session?.account)) {
      if (request.method !== "GET") throw new LostForm(401, "signed-out", await typedBesideFiles(request));
      const target = encodeURIComponent(visit.path + (visit.query.size > 0 ? `?${visit.query.toString()}` : ""));
      void reply.redirect(visit.href(`/anmelden?ziel=${target}${needs === "account" ? "&konto=1" : ""}`), 303);
      return undefined;
    }
    const complete: Visit & WithAhead<A> = { ...visit, session, ahead: came.read };
    return complete as VisitFor<N> & WithAhead<A>;
  }

  async function changing<V extends Visit>(visit: V, csrf: string | undefined, run: (visit: V) => Promise<Answer>): Promise<void> {
    const fields = formBody(visit.request);
    const given = fields.get("_csrf")?.[0];
    if (csrf !== undefined && !csrfTokenMatches(csrf, given)) throw new LostForm(403, "form-expired", fields, csrf);
    await send(visit, await run(withFields(visit, fields)), parts);
  }

  return {
    /** GET for everybody, from the cache when nobody is signed in. The handler must not look at the session. */
    public(path: string, handler: Handler): void {
      add("GET", path, async (request, reply) => {
        const visit = placed(request, reply, parts);
        if (cookieOf(request, "sitzung") !== undefined) {
          const signedIn = { ...visit, session: (await citizenOf(request, parts)).session };
          await send(signedIn, await handler(signedIn), parts);
        } else {
          await servePublic(visit, handler, parts);
        }
        return reply;
      });
    },
    /** GET that is somebody's own: never stored anywhere. */
    page<N extends Needs, A = undefined>(path: string, options: PageOptions<N, A>, handler: Handler<VisitFor<N> & WithAhead<A>>): void {
      add("GET", path, async (request, reply) => {
        const visit = await visitOf(request, reply, options);
        if (visit) await send(visit, await handler(visit), parts);
        return reply;
      });
    },
    /** POST of a form. */
    action<N extends Needs, A = undefined>(path: string, options: PageOptions<N, A>, handler: Handler<VisitFor<N> & WithAhead<A>>): void {
      add("POST", path, async (request, reply) => {
        refuseForeign(request);
        const visit = await visitOf(request, reply, options);
        if (visit) await changing(visit, visit.session?.csrf, handler);
        return reply;
      });
    },
    /** POST of a form with files, streamed. An urlencoded body is accepted too (no file chosen, small clients). */
    upload<N extends Needs, A = undefined>(path: string, options: PageOptions<N, A>, handler: UploadHandler<VisitFor<N> & WithAhead<A>>): void {
      add("POST", path, async (request, reply) => {
        refuseForeign(request);
        const visit = await visitOf(request, reply, options);
        if (visit) await send(visit, await handler(visit, uploadOf(request, visit.session?.csrf)), parts);
        return reply;
      });
    },
    /** GET for staff; only at the Leitportal's host. */
    staffPage(path: string, handler: Handler<StaffVisit>): void {
      add("GET", path, async (request, reply) => {
        const visit = await staffVisit(request, reply, parts);
        if (visit) await send(visit, await handler(visit), parts);
        return reply;
      });
    },
    staffAction(path: string, handler: Handler<StaffVisit>): void {
      add("POST", path, async (request, reply) => {
        refuseForeign(request);
        const visit = await staffVisit(request, reply, parts);
        if (visit) await changing(visit, visit.staff.csrf, handler);
        return reply;
      });
    },
    staffUpload(path: string, handler: UploadHandler<StaffVisit>): void {
      add("POST", path, async (request, reply) => {
        refuseForeign(request);
        const visit = await staffVisit(request, reply, parts);
        if (visit) await send(visit, await handler(visit, uploadOf(request, visit.staff.csrf)), parts);
        return reply;
      });
    },
    /**
     * Addresses that a library serves by itself (an OpenID provider): it reads the body from the socket and writes the answer. The handler gets the
     * placed visit, without session.
     */
    library(path: string, handler: (visit: Visit) => Promise<void>): void {
      void app.register((inner, _options, done) => {
        inner.removeAllContentTypeParsers();
        inner.addContentTypeParser("*", (_request, _payload, read) => { read(null); });
        inner.route({
          method: ["GET", "POST"], url: path,
          handler: async (request, reply) => {
            const visit = placed(request, reply, parts);
            reply.hijack();
            for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
            reply.raw.setHeader("content-security-policy", parts.pagePolicy);
            await handler(visit);
          },
        });
        done();
      });
    },
    /** POST from another site (an identity provider): no session, no token; the handler checks what came. */
    foreign(path: string, handler: Handler): void {
      add("POST", path, async (request, reply) => {
        const visit = placed(request, reply, parts);
        await send(visit, await handler(withFields(visit, formBody(request))), parts);
        return reply;
      });
    },
  };
}

export type Routes = ReturnType<typeof routes>;

function placed(request: FastifyRequest, reply: FastifyReply, parts: FrameParts): Visit {
  const site = parts.addresses.siteOf(request.host);
  if (!site) throw problem(421, "unknown-host");
  const lang = langOf(request.raw);
  const embedded = isEmbedded(request.raw);
  const url = request.url;
  const mark = url.indexOf("?");
  return {
    request, reply, lang, site,
    tenant: site.kind === "town" ? site.tenant : undefined,
    path: mark < 0 ? url : url.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? "" : url.slice(mark + 1)),
    params: (request.params ?? {}) as Readonly<Record<string, string>>,
    embedded, session: undefined, staff: undefined, fields: noFields,
    href: (path, other) => (embedded ? embeddedHref : inLanguage)(path, other ?? lang),
    field: () => "",
  };
}

function withFields<V extends Visit>(visit: V, fields: FormFields): V {
  return { ...visit, fields, field: (name: string) => (fields.get(name)?.[0] ?? "").trim() };
}

function formBody(request: FastifyRequest): FormFields {
  if (request.body === undefined || request.body === null) return noFields;
  if (typeof request.body !== "string") throw problem(415, "not-a-form");
  return formFields(request.body);
}

function refuseForeign(request: FastifyRequest): void {
  if (crossSiteProblem(request)) throw problem(403, "foreign-origin");
}

interface Came<A> { readonly session: CitizenSession | undefined; readonly read?: A }

async function citizenOf<A>(request: FastifyRequest, parts: FrameParts, ahead?: (tx: Reading) => Promise<A>): Promise<Came<A>> {
  if (isEmbedded(request.raw)) {
    const cookie = cookieOf(request, "rahmen");
    return { session: cookie === undefined ? undefined : parts.accounts.visitor(cookie) };
  }
  const cookie = cookieOf(request, "sitzung");
  const came = cookie === undefined ? undefined : await signedIn(cookie, request.host, parts, ahead);
  if (came) return came;
  const visitor = cookieOf(request, "besuch");
  return { session: visitor === undefined ? undefined : parts.accounts.visitor(visitor) };
}

async function signedIn<A>(cookie: string, host: string, { accounts }: FrameParts, ahead?: (tx: Reading) => Promise<A>): Promise<Came<A> | undefined> {
  if (ahead) return accounts.citizenWith(cookie, host, ahead);
  const session = await accounts.citizen(cookie, host);
  return session && { session };
}

function newVisitor({ reply, embedded }: Visit, parts: FrameParts): CitizenSession {
  const { cookie, session } = parts.accounts.newVisitor();
  setCookie(reply, embedded ? "rahmen" : "besuch", cookie, { maxAgeSeconds: 60 * 60 * 24, ...(embedded ? { sameSite: "partitioned" } : {}) });
  return session;
}

async function staffVisit(request: FastifyRequest, reply: FastifyReply, parts: FrameParts): Promise<StaffVisit | undefined> {
  const visit = placed(request, reply, parts);
  if (visit.site.kind !== "state") throw problem(404, "not-found");
  const cookie = cookieOf(request, "mitarbeit");
  const staff = cookie === undefined ? undefined : await parts.accounts.staff(cookie);
  if (staff) return { ...visit, staff };
  if (request.method !== "GET") throw new LostForm(401, "signed-out", await typedBesideFiles(request));
  void reply.redirect(`/mitarbeit/anmeldung?ziel=${encodeURIComponent(visit.path)}`, 303);
  return undefined;
}

function uploadOf(request: FastifyRequest, csrf: string | undefined): Upload {
  const check = (fields: FormFields): void => {
    if (csrf !== undefined && !csrfTokenMatches(csrf, fields.get("_csrf")?.[0])) throw new LostForm(403, "form-expired", fields, csrf);
  };
  let seen: FormFields = new Map();
  return {
    async read(limits, onFile) {
      if (!isMultipart(request)) {
        seen = formBody(request);
        check(seen);
        return seen;
      }
      const { fields } = await readMultipart(request.raw, limits, async (part, soFar) => { seen = soFar; check(soFar); await onFile(part, soFar); });
      seen = fields;
      check(fields);
      return fields;
    },
    seen: () => seen,
  };
}
