import type { FastifyReply, FastifyRequest } from "fastify";
import type { Readable } from "node:stream";
import type { CitizenSession, StaffSession } from "#modules/accounts";
import type { Tenant } from "#modules/tenants";
import type { FormFields } from "#platform/http";
import type { Lang } from "./language.ts";
import type { Site } from "./site.ts";

/** One request as a handler sees it: parsed, placed in a town and a language, with the session checked. */
export interface Visit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly lang: Lang;
  readonly site: Site;
  readonly tenant: Tenant | undefined;
  /** Without language prefix and query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly params: Readonly<Record<string, string>>;
  /** In a frame of another site's page: no session, only the visitor of that frame; `href` stays in the frame. */
  readonly embedded: boolean;
  readonly session: CitizenSession | undefined;
  /** Only on staff routes. */
  readonly staff: StaffSession | undefined;
  /** Text fields of a form; empty on GET. For uploads: what has arrived before the file. */
  readonly fields: FormFields;
  /** A path of this host in the visitor's language (or the given one). */
  href(path: string, lang?: Lang): string;
  /** The first value of a form field, trimmed; empty when absent. */
  field(name: string): string;
}

/** A visit whose town is known: every page of a town. */
export type TownVisit = Visit & { readonly tenant: Tenant };
export type SessionVisit = Visit & { readonly session: CitizenSession };
export type AccountVisit = Visit & { readonly session: CitizenSession & { readonly account: string } };
export type StaffVisit = Visit & { readonly staff: StaffSession };

export type Answer =
  /** `framing`: the page shows one of ours in a frame (`embeds`), or may be shown in a frame by one of ours (`embedded`). Left out: neither.
   *  `formTargets`: origins of others to which a form of this page leads through redirects. `frames`: addresses of others whose pages it shows. */
  | { readonly page: string; readonly formTargets?: readonly string[]; readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly framing?: "embeds" | "embedded"; readonly frames?: readonly string[] }
  | { readonly redirect: string; readonly status?: 301 | 302 | 303 }
  | { readonly body: string | Buffer | Readable; readonly type: string; readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly download?: string; readonly inline?: string }
  /** Nothing here: unknown and foreign things look the same. */
  | { readonly missing: true };
