import { html } from "@kommunalportal/html";
import type { FastifyError } from "fastify";
import { errors } from "oidc-provider";
import { z } from "zod";
import { addControl } from "../frame/control.ts";
import { page } from "../frame/page.ts";
import { contentSecurityPolicy, createSiteApp, SECURITY_HEADERS, siteOf, type SandboxContext, type Site } from "../frame/site.ts";
import { leaderOfTestTown, STAFF_PERSONS, staffPersonOf } from "./staff-persons.ts";
import { createStaffProvider, SITE } from "./staff-provider.ts";

interface Uid { Params: { uid: string } }

/** The identity provider of the administrations' staff, with a login page where one picks a person of the demo world. */
export async function createStaffSite(context: SandboxContext): Promise<Site> {
  const portalHost = "portal.localhost";
  const provider = createStaffProvider({
    issuer: context.origin("staff"), portalOrigin: `http://${portalHost}:${context.portalPort}`, credentials: context.credentials.staff,
  });
  const formTargets = [`http://${portalHost}:*`];
  const behaviour = { current: { down: false } };

  const app = createSiteApp();
  app.addHook("onRequest", async (_request, reply) => { reply.header("content-security-policy", contentSecurityPolicy(formTargets)); });
  addControl(app, z.strictObject({ down: z.boolean() }), behaviour, { down: false });

  app.get("/", async (_request, reply) => reply.type("text/html; charset=utf-8").send(page({ title: "Mitarbeiteranmeldung", site: SITE, body: html`
<p>Hier melden sich die erfundenen Beschäftigten der Verwaltungen an. Beginnen Sie im Portal.</p>
<dl>${STAFF_PERSONS.map(({ givenName, familyName, task, groups }) => html`<dt>${givenName} ${familyName}</dt><dd>${task} (<code>${groups.join(", ")}</code>)</dd>`)}</dl>` })));

  void app.register(async (login) => {
    const showFault = app.errorHandler;
    login.setErrorHandler(async (error: FastifyError, request, reply) => {
      if (!(error instanceof errors.OIDCProviderError)) return showFault(error, request, reply);
      return reply.code(400).type("text/html; charset=utf-8").send(page({
        title: "Diese Anmeldung ist abgelaufen", site: SITE, body: html`<p>Bitte beginnen Sie die Anmeldung im Portal von vorn.</p>` }));
    });

    login.get<Uid>("/anmeldung/:uid", async (request, reply) => {
      const { uid } = await provider.interactionDetails(request.raw, reply.raw);
      return reply.type("text/html; charset=utf-8").send(page({ title: "Als wer möchten Sie sich anmelden?", site: SITE, body: html`
  <p>In dieser Testumgebung gibt es keine Passwörter.</p>
  <form method="post" action="/anmeldung/${uid}"><ul class="choices">${STAFF_PERSONS.map(({ sub, givenName, familyName, task }) => html`
  <li><button name="person" value="${sub}">${givenName} ${familyName} <small>${task}</small></button></li>`)}
  <li><button name="abbruch" value="ja">Abbrechen <small>Zurück zum Portal, ohne sich anzumelden</small></button></li></ul></form>
  <h2>In einer Teststadt von Entwickelnden</h2>
  <form method="post" action="/anmeldung/${uid}"><p><label for="stadt">Teststadt, zum Beispiel test-bcdfg</label><br><input id="stadt" name="stadt" autocomplete="off" spellcheck="false" maxlength="20"></p>
  <ul class="choices"><li><button name="person" value="teststadt">Toni Test <small>Leitung aller Ämter und Redaktion dieser Teststadt</small></button></li></ul></form>` }));
    });

    login.post<Uid>("/anmeldung/:uid", async (request, reply) => {
      const { uid, prompt } = await provider.interactionDetails(request.raw, reply.raw);
      const form = loginFormSchema.safeParse(request.body);
      const person = form.success && (form.data.person === "teststadt" ? leaderOfTestTown(form.data.stadt?.trim().toLowerCase() ?? "") : staffPersonOf(form.data.person ?? ""));
      if (uid !== request.params.uid || prompt.name !== "login" || !form.success || (!person && form.data.abbruch === undefined)) {
        return reply.code(422).type("text/html; charset=utf-8").send(page({ title: "Bitte wählen Sie eine Person oder nennen Sie eine Teststadt", site: SITE, body: html`<p><a href="/anmeldung/${uid}">Zur Auswahl</a></p>` }));
      }
      const result = person ? { login: { accountId: person.sub } } : { error: "access_denied", error_description: "cancelled by the user" };
      return reply.redirect(await provider.interactionResult(request.raw, reply.raw, result), 303);
    });
  });

  const site = await siteOf(app, {
    name: "staff", title: "Mitarbeiteranmeldung", purpose: "meldet die erfundenen Beschäftigten über OpenID Connect an.",
  });
  const openId = provider.callback();
  return {
    ...site,
    handle(request, response) {
      const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
      if (!OPENID_PATHS.test(path)) return site.handle(request, response);
      if (behaviour.current.down) {
        response.writeHead(503, { "content-type": "text/plain; charset=utf-8", "retry-after": "5" }).end("Die Anmeldung ist gestört.\n");
        return;
      }
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
      // script-src lets oidc-provider add the hash of its own one-line script, which has a button for browsers without scripts.
      response.setHeader("content-security-policy", `${contentSecurityPolicy(formTargets)}; script-src 'self'`);
      void openId(request, response);
    },
  };
}

/** The endpoints that oidc-provider serves, as its discovery document names them; everything else is a page of this site. */
const OPENID_PATHS = /^\/(?:auth(?:\/[\w-]+)?|token|me|jwks|session\/end(?:\/confirm|\/success)?|\.well-known\/openid-configuration)$/;
const loginFormSchema = z.object({ person: z.string().max(100).optional(), stadt: z.string().max(20).optional(), abbruch: z.string().max(10).optional() });
