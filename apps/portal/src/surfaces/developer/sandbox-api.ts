import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { createRateLimit, type App } from "#platform/http";
import type { SandboxPortal } from "./sandbox-surface.ts";

const started = z.strictObject({ name: z.string().max(80) });

/**
 * The sandbox for tools: the same as its pages, as JSON. `POST /entwicklung/sandbox/api/konto` begins, `PUT …/programm` registers a manifest (or its next
 * version; with `?geheimnis=neu` and one secret more) and permits it in one's test towns; the access key (`kpd_…`) goes in as bearer. Not part of the Extension-API: a portal in production has none of it.
 */
export function sandboxApi(app: App, portal: SandboxPortal): void {
  const { developers, addresses, clock } = portal;
  if (!developers.enabled) return;
  const perAddress = createRateLimit({ burst: 20, perMinute: 2 });
  void app.register((api, _options, done) => {
    api.addContentTypeParser("application/json", { parseAs: "string", bodyLimit: 65_536 }, (_request, body, parsed) => { parsed(null, body); });
    const open = (request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined => {
      void reply.header("cache-control", "no-store");
      if (addresses.siteOf(request.host)?.kind !== "state") return refused(reply, 421, "wrong-host");
      return perAddress.take(request.ip, clock.now().getTime()) ? undefined : refused(reply, 429, "too-many");
    };
    api.post("/entwicklung/sandbox/api/konto", async (request, reply) => {
      const stopped = open(request, reply);
      if (stopped) return stopped;
      const given = started.safeParse(jsonOf(request.body));
      if (!given.success) return refused(reply, 422, "name-wrong");
      const made = await developers.startAccount(given.data);
      return made.ok ? reply.status(201).send({ accountKey: made.key, tenant: made.town.slug, portal: addresses.apex, clientId: made.client, clientSecret: made.secret }) : refused(reply, made.why === "full" ? 503 : 422, made.why);
    });
    api.put("/entwicklung/sandbox/api/programm", async (request, reply) => {
      const stopped = open(request, reply);
      if (stopped) return stopped;
      const key = /^Bearer (kpd_[\w-]{20,80})$/.exec(request.headers.authorization ?? "")?.[1];
      const cookie = key === undefined ? undefined : await developers.signIn(key);
      const developer = cookie === undefined ? undefined : await developers.developer(cookie);
      if (cookie === undefined || !developer) return refused(reply, 401, "key-wrong");
      try {
        return await register(reply, portal, { account: developer.account, manifest: jsonOf(request.body), wantsSecret: new URL(request.url, "http://portal").searchParams.get("geheimnis") === "neu" });
      } finally {
        await developers.signOut(cookie);
      }
    });
    done();
  });
}

interface Registration { readonly account: string; readonly manifest: unknown; /** A secret for a program that is known already; a new one always gets one. */ readonly wantsSecret: boolean }

async function register(reply: FastifyReply, { developers, addresses }: SandboxPortal, { account, manifest, wantsSecret }: Registration): Promise<FastifyReply> {
  const id = typeof manifest === "object" && manifest !== null && "id" in manifest && typeof manifest.id === "string" ? manifest.id : "";
  const own = { account, client: id };
  const known = await developers.program(own);
  const [town] = await developers.towns(account);
  let secret: string | undefined;
  if (known) {
    const changed = await developers.changeManifest({ ...own, manifest });
    if (changed?.ok !== true) return refused(reply, 422, "manifest-wrong", changed?.problems ?? []);
    if (wantsSecret) {
      const made = await developers.addSecret(own);
      if (made?.ok !== true) return refused(reply, 409, "too-many-secrets");
      secret = made.secret;
    }
  } else {
    const added = await developers.addProgram({ account, manifest });
    if (!added.ok) return refused(reply, added.why === "manifest-wrong" ? 422 : 409, added.why, added.why === "manifest-wrong" ? added.problems : []);
    secret = added.secret;
  }
  for (const { slug } of await developers.towns(account)) await developers.permit({ ...own, town: slug });
  return reply.status(known ? 200 : 201).send({ clientId: id, tenant: town?.slug, portal: addresses.apex, ...(secret === undefined ? {} : { clientSecret: secret }) });
}

function refused(reply: FastifyReply, status: number, code: string, problems: readonly object[] = []): FastifyReply {
  return reply.status(status).type("application/problem+json").send(JSON.stringify({ status, code, ...(problems.length === 0 ? {} : { problems }) }));
}

function jsonOf(body: unknown): unknown {
  try { return typeof body === "string" ? JSON.parse(body) as unknown : undefined; } catch { return undefined; }
}
