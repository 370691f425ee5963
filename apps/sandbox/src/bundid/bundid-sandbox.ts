import { readFileSync } from "node:fs";
import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { type AuthnRequest, identityProviderMetadata, issueError, readPostRequest, readRedirectRequest, RequestProblem, requestProblemCodes, type ServiceProvider } from "@kommunalportal/bundid";
import { addControl } from "../frame/control.ts";
import { contentSecurityPolicy } from "../frame/site.ts";
import { type AnswerKeys, Answers } from "./answer.ts";
import { type Login, Logins } from "./logins.ts";
import { attributesToSend, offeredMethods } from "./methods.ts";
import { answerPage, choicePage, type ChoiceState, consentPage, downPage, formTargets, overPage, problemPage, startPage } from "./pages.ts";
import { type BundidPerson, bundidPersons } from "./persons.ts";
import { type BundidSwitch, isBundidSwitch } from "./switches.ts";

export interface BundidSandboxOptions {
  /** `http://bundid.sandbox.localhost:8090`; only a host below `localhost`, so that nobody can put it on the internet by mistake. */
  readonly baseUrl: string;
  readonly keys: AnswerKeys;
  /** Asked at each login, so that a portal may start later than the sandbox. */
  readonly serviceProviders: () => Promise<readonly ServiceProvider[]>;
  readonly persons?: readonly BundidPerson[];
  readonly clock: () => Date;
}

interface ById { Params: { id: string } }

const SCRIPT = readFileSync(new URL("submit.js", import.meta.url));
const STYLE = readFileSync(new URL("bundid.css", import.meta.url));
const postFields = z.object({ SAMLRequest: z.string(), RelayState: z.string().optional() });
const choiceFields = z.object({ weg: z.string().max(100).optional(), person: z.string().max(100).optional(), pruefschalter: z.string().max(100).optional() });
const reasonFields = z.object({ grund: z.string().max(20).optional() });

const control = z.strictObject({
  /** Answers 503 to everything that belongs to a login, and to the metadata, by which the portal's probe sees it. */
  down: z.boolean(),
  /** Preselected on page 1 for every login from now on. */
  deviation: z.custom<BundidSwitch>((value) => typeof value === "string" && isBundidSwitch(value), "unknown switch"),
});
const normal = { down: false, deviation: "none" } as const satisfies z.infer<typeof control>;

/**
 * The identity provider of BundID on this machine: metadata, both SSO bindings, choice, consent, answer. For an application made by `createSiteApp`
 * (form bodies, headers, style sheet). It refuses requests as strictly as the original and answers rightly unless a switch says otherwise.
 */
export function bundidSandbox(app: FastifyInstance, options: BundidSandboxOptions): void {
  const base = new URL(options.baseUrl);
  if (base.hostname !== "localhost" && !base.hostname.endsWith(".localhost")) throw new Error("the simulated BundID runs on *.localhost only");
  const entityId = `${base.origin}/idp`;
  const address = { post: `${entityId}/profile/SAML2/POST/SSO`, redirect: `${entityId}/profile/SAML2/Redirect/SSO` };
  const persons = options.persons ?? bundidPersons;
  const logins = new Logins(options.clock);
  const answers = new Answers(entityId, options.keys, options.clock);
  const behaviour: { current: z.infer<typeof control> } = { current: normal };

  addControl(app, control, behaviour, normal);
  app.get("/", async (_request, reply) => page(reply, startPage(persons, entityId)));
  app.get("/bundid/submit.js", async (_request, reply) => reply.type("text/javascript; charset=utf-8").send(SCRIPT));
  app.get("/bundid/bundid.css", async (_request, reply) => reply.type("text/css; charset=utf-8").send(STYLE));
  app.get("/idp", async (_request, reply) => (behaviour.current.down ? down(reply) : reply.type("application/samlmetadata+xml").send(
    identityProviderMetadata({ entityId, signingCert: options.keys.signingCert, postUrl: address.post, redirectUrl: address.redirect }))));
  app.get("/idp/fehler", async (request, reply) => {
    const { "idp.code": code } = z.object({ "idp.code": z.string().optional() }).parse(request.query);
    return page(reply.code(400), problemPage(requestProblemCodes.find((known) => known === code) ?? "sandbox-request-unreadable"));
  });

  app.post("/idp/profile/SAML2/POST/SSO", async (request, reply) => {
    const fields = postFields.safeParse(request.body);
    return begin(reply, fields.data?.RelayState, (serviceProviders) =>
      readPostRequest(fields.data?.SAMLRequest ?? "", { destination: address.post, serviceProviders, now: options.clock() }));
  });
  app.get("/idp/profile/SAML2/Redirect/SSO", async (request, reply) => {
    const query = request.raw.url?.split("?").slice(1).join("?") ?? "";
    return begin(reply, new URLSearchParams(query).get("RelayState") ?? undefined, (serviceProviders) =>
      readRedirectRequest(query, { destination: address.redirect, serviceProviders, now: options.clock() }));
  });

  app.get<ById>("/anmeldung/:id", async (request, reply) => withLogin(reply, request.params.id, (login) => {
    const wish = new URLSearchParams(request.raw.url?.split("?")[1] ?? "").get("pruefschalter") ?? "";
    const [person] = persons;
    return choice(reply, login, {
      method: login.choice?.method.id ?? offeredMethods(login.request)[0]?.id, person: login.choice?.person.id ?? person?.id,
      deviation: isBundidSwitch(wish) ? wish : login.choice?.deviation ?? behaviour.current.deviation, problems: [],
    });
  }));

  app.post<ById>("/anmeldung/:id", async (request, reply) => withLogin(reply, request.params.id, (login) => {
    const fields = choiceFields.safeParse(request.body).data ?? {};
    const method = offeredMethods(login.request).find(({ id }) => id === fields.weg);
    const person = persons.find(({ id }) => id === fields.person);
    const { pruefschalter } = fields;
    const deviation = pruefschalter !== undefined && isBundidSwitch(pruefschalter) ? pruefschalter : behaviour.current.deviation;
    if (method === undefined || person === undefined) {
      const problems = [...(method === undefined ? ["weg" as const] : []), ...(person === undefined ? ["person" as const] : [])];
      return choice(reply.code(422), login, { method: method?.id, person: person?.id, deviation, problems });
    }
    login.choice = { method, person, deviation };
    return reply.redirect(`/anmeldung/${login.id}/daten`, 303);
  }));

  app.get<ById>("/anmeldung/:id/daten", async (request, reply) => withLogin(reply, request.params.id, (login) => {
    if (login.choice === undefined) return reply.redirect(`/anmeldung/${login.id}`, 303);
    policy(reply, login.request);
    return page(reply, consentPage(login, login.choice, attributesToSend(login.request, login.choice.person, login.choice.method)));
  }));

  app.post<ById>("/anmeldung/:id/freigabe", async (request, reply) => withLogin(reply, request.params.id, (login) => {
    if (login.choice === undefined) return reply.redirect(`/anmeldung/${login.id}`, 303);
    return answer(reply, login, answers.released(login, login.choice));
  }));

  app.post<ById>("/anmeldung/:id/abbruch", async (request, reply) => withLogin(reply, request.params.id, (login) => {
    const level = reasonFields.safeParse(request.body).data?.grund === "niveau";
    if (level) return answer(reply, login, issueError({ idpEntityId: entityId, acsUrl: login.request.acsUrl, inResponseTo: login.request.id, now: options.clock() }, { kind: "level-unavailable" }));
    if (login.request.backUrl === undefined) return answer(reply, login, answers.cancelled(login));
    logins.end(login.id);
    return reply.redirect(login.request.backUrl, 303);
  }));

  function down(reply: FastifyReply): FastifyReply {
    return page(reply.code(503).header("retry-after", "5"), downPage());
  }

  async function begin(reply: FastifyReply, relayState: string | undefined, read: (serviceProviders: readonly ServiceProvider[]) => AuthnRequest): Promise<FastifyReply> {
    if (behaviour.current.down) return down(reply);
    try {
      // SAML Bindings 3.5.3: the relay state is at most 80 bytes long.
      if (Buffer.byteLength(relayState ?? "") > 80) throw new RequestProblem("sandbox-relay-state");
      const login = logins.begin(read(await options.serviceProviders()), relayState);
      return await reply.redirect(`/anmeldung/${login.id}`, 303);
    } catch (error) {
      if (error instanceof RequestProblem) return reply.redirect(`/idp/fehler?idp.code=${error.code}`, 303);
      throw error;
    }
  }

  function withLogin(reply: FastifyReply, id: string, show: (login: Login) => FastifyReply): FastifyReply {
    if (behaviour.current.down) return down(reply);
    const login = logins.find(id);
    return login === undefined ? page(reply.code(410), overPage()) : show(login);
  }

  function choice(reply: FastifyReply, login: Login, state: ChoiceState): FastifyReply {
    policy(reply, login.request);
    return page(reply, choicePage(login, offeredMethods(login.request), persons, state));
  }

  /** A login is answered once; the page keeps the answer, so sending it twice is the browser's replay. */
  function answer(reply: FastifyReply, login: Login, samlResponse: string): FastifyReply {
    logins.end(login.id);
    reply.header("content-security-policy", `${contentSecurityPolicy(formTargets(login.request))}; script-src 'self'`);
    return page(reply, answerPage(login, samlResponse));
  }
}

function policy(reply: FastifyReply, request: AuthnRequest): void {
  reply.header("content-security-policy", contentSecurityPolicy(formTargets(request)));
}

function page(reply: FastifyReply, content: string): FastifyReply {
  return reply.type("text/html; charset=utf-8").send(content);
}
