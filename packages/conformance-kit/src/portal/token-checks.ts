import { NotTried, type Check } from "../check.ts";
import { textsOf, type Examination, type Heard, word } from "./subject.ts";
import { signedAssertion } from "./signed-assertion.ts";

const told = (answer: Heard): string => `${answer.status} ${word(answer.json["error"])}`.trim();
const expect = (what: string, answer: Heard, status: number, error?: string): string[] => (answer.status === status && (error === undefined || answer.json["error"] === error) ? [] : [`${what}: ${told(answer)} instead of ${status}${error === undefined ? "" : ` ${error}`}`]);

/** Signing in: OAuth 2.0 client credentials, bound to one municipality. */
export const tokenChecks: readonly Check<Examination>[] = [
  {
    id: "token.secret", level: 1, title: "Ein Geheimnis bringt ein Token, in der Kopfzeile und im Inhalt", rule: "RFC 6749, 2.3.1 und 4.4; openapi.json: tokenUrl",
    async run({ subject: { program }, askToken }) {
      const grant = { grant_type: "client_credentials", tenant: program.tenant };
      const basic = `Basic ${Buffer.from(`${encodeURIComponent(program.clientId)}:${encodeURIComponent(program.clientSecret)}`).toString("base64")}`;
      const answers = [await askToken(grant, { authorization: basic }), await askToken({ ...grant, client_id: program.clientId, client_secret: program.clientSecret })];
      return answers.flatMap((answer) => [
        ...expect("a right secret", answer, 200), ...(answer.json["token_type"] === "Bearer" ? [] : ["token_type is not Bearer"]),
        ...(Number(answer.json["expires_in"]) > 0 && Number(answer.json["expires_in"]) <= 3600 ? [] : ["expires_in is not between one second and one hour"]),
        ...(answer.headers.get("cache-control")?.includes("no-store") === true ? [] : ["the answer may be cached"]), ...(answer.headers.has("set-cookie") ? ["the answer sets a cookie"] : []),
      ]);
    },
  },
  {
    id: "token.refused", level: 1, title: "Falsche Zugangsdaten werden mit den Worten von OAuth abgelehnt, alle gleich", rule: "RFC 6749, 5.2",
    async run({ subject: { program }, askToken }) {
      const grant = { grant_type: "client_credentials", tenant: program.tenant, client_id: program.clientId, client_secret: program.clientSecret };
      const changed = `${program.clientSecret.slice(0, -2)}${program.clientSecret.endsWith("AA") ? "BB" : "AA"}`;
      const [wrong, unknown] = [await askToken({ ...grant, client_secret: changed }), await askToken({ ...grant, client_id: "conformance-nobody" })];
      return [
        ...expect("a wrong secret", wrong, 401, "invalid_client"), ...expect("an unknown program", unknown, 401, "invalid_client"), ...(wrong.text === unknown.text ? [] : ["an unknown program is answered differently from a wrong secret"]),
        ...expect("another grant", await askToken({ ...grant, grant_type: "password" }), 400, "unsupported_grant_type"), ...expect("no municipality", await askToken({ ...grant, tenant: "" }), 400, "invalid_target"),
        ...expect("an unknown municipality", await askToken({ ...grant, tenant: "conformance-nowhere" }), 400, "invalid_target"), ...expect("an unknown scope", await askToken({ ...grant, scope: "alles.duerfen" }), 400, "invalid_scope"),
      ];
    },
  },
  {
    id: "token.narrowed", level: 1, title: "Ein Token lässt sich auf einzelne Rechte verengen", rule: "RFC 6749, 3.3",
    async run({ subject: { program }, askToken, ask }) {
      const answer = await askToken({ grant_type: "client_credentials", tenant: program.tenant, client_id: program.clientId, client_secret: program.clientSecret, scope: "vorgaenge.lesen" });
      const tenant = await ask({ method: "GET", path: "/tenant" }, { token: String(answer.json["access_token"]) });
      const held = textsOf((tenant.json["permission"] as Readonly<Record<string, unknown>> | undefined)?.["scopes"]);
      return [...expect("one scope", answer, 200), ...(answer.json["scope"] === "vorgaenge.lesen" ? [] : [`scope is ${String(answer.json["scope"])}`]), ...(held.join() === "vorgaenge.lesen" ? [] : [`the token holds ${held.join(" ")}`])];
    },
  },
  {
    id: "token.metadata", level: 2, title: "Das Portal sagt, wie man sich anmeldet", rule: "RFC 8414, 2 und 3",
    async run({ base, heard }) {
      const answer = await heard(`${base}/.well-known/oauth-authorization-server`, {});
      const methods = textsOf(answer.json["token_endpoint_auth_methods_supported"]);
      return [
        ...(answer.status === 200 && answer.json["issuer"] === base ? [] : [`status ${answer.status}, issuer ${String(answer.json["issuer"])}`]), ...(answer.json["token_endpoint"] === `${base}/oauth/token` ? [] : ["token_endpoint is another one"]),
        ...["client_secret_basic", "private_key_jwt"].filter((method) => !methods.includes(method)).map((method) => `${method} is not named`),
      ];
    },
  },
  {
    id: "token.key", level: 3, title: "Ein Programm meldet sich mit eigenem Schlüssel an; dieselbe Unterschrift gilt einmal", rule: "RFC 7523, 2.2 und 3",
    async run({ subject: { program, privateKey }, base, askToken }) {
      if (!privateKey) throw new NotTried("the run was given no private key");
      const send = (assertion: string) => askToken({ grant_type: "client_credentials", tenant: program.tenant, client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", client_assertion: assertion });
      const sign = (claims: object = {}) => signedAssertion(privateKey, { clientId: program.clientId, audience: base, claims });
      const now = Math.floor(Date.now() / 1000);
      const assertion = await sign();
      return [
        ...expect("a right assertion", await send(assertion), 200), ...expect("the same again", await send(assertion), 401, "invalid_client"), ...expect("one for somebody else", await send(await sign({ aud: "https://elsewhere.example" })), 401, "invalid_client"),
        ...expect("one that has ended", await send(await sign({ exp: now - 120 })), 401, "invalid_client"), ...expect("one without a number", await send(await sign({ jti: undefined })), 401, "invalid_client"),
        ...expect("one of another program", await send(await sign({ iss: "conformance-nobody" })), 401, "invalid_client"),
      ];
    },
  },
];
