import { NotTried, type Check, type Findings } from "../check.ts";
import { arrived, atThisPlace, backPath, begun, doorOf, isInside, newVisitor, startPath, wayTo, type Arrived } from "./handed-over.ts";
import { handoverOf, type HandoverFacts } from "./manifest-facts.ts";
import { flaws, type Flaw } from "./openid-stand-in.ts";
import { pageMisfits } from "./page-rules.ts";
import type { Stage } from "./subject.ts";
import { formsOf, type Seen } from "./visitor.ts";

const facts = (on: Stage): HandoverFacts => handoverOf(on.subject.manifest) ?? { redirectUris: [], logoutUris: [], level: "basis", attributes: [] };
const flawTexts: Readonly<Record<Flaw, string>> = {
  state: "another state", "no-state": "no state", "answering-issuer": "another issuer (RFC 9207)", nonce: "an ID token for another nonce", signature: "an ID token with a foreign signature", unsigned: "an ID token without signature", issuer: "an ID token of another issuer",
  audience: "an ID token for somebody else", expired: "an ID token that has expired", "other-person": "values of another person (sub)", level: "a lower trust level than the manifest demands",
};

interface Sent { readonly key: string | undefined; readonly status: number; readonly body: string }
const sentBy = ({ portal }: Stage, token: string): readonly Sent[] => portal.asked.filter(({ operation, body }) => operation === "submitApplication" && body.includes(token));

/** Presses the button of the form that a signed-in person sees, with the answers that the run was given. @throws {NotTried} without them */
async function filledIn(on: Stage, options: Parameters<Arrived["browser"]["submit"]>[2] = {}): Promise<Arrived & { readonly press: () => Promise<Seen> }> {
  const { entries } = on.subject;
  if (!entries) throw new NotTried("the run was given no answers for the form");
  const one = await arrived(on);
  const form = formsOf(on.address, one.arrived).find(({ method }) => method === "post");
  if (!form) throw new Error(`${one.arrived.path} has no form to send`);
  return { ...one, press: () => one.browser.submit(form, entries, options) };
}

/** Rules for extensions that take people over; for others they do not exist. */
export const handoverChecks: readonly Check<Stage>[] = [
  {
    id: "handover.asks", level: 1, title: "Sie fragt das Portal nach nichts, was ihr Manifest nicht nennt, und bindet die Antwort an diesen Browser", rule: "RFC 6749, 4.1.1; RFC 7636; OpenID Connect Core 1.0, 3.1.2.1; manifest.schema.json: handover",
    async run(on) {
      const [{ asked }, { asked: again }] = [await begun(on), await begun(on)];
      const { redirectUris, attributes } = facts(on);
      const scopes = (asked.get("scope") ?? "").split(" ");
      const known = new Set(["openid", ...attributes]);
      return [
        ...(asked.get("response_type") === "code" ? [] : [`response_type ${asked.get("response_type") ?? "is missing"}`]), ...(asked.get("client_id") === String(on.subject.manifest["id"]) ? [] : ["it does not name its own client_id"]),
        ...(asked.get("code_challenge_method") === "S256" && (asked.get("code_challenge") ?? "").length === 43 ? [] : ["no PKCE with S256"]), ...["state", "nonce"].filter((name) => (asked.get(name) ?? "").length < 16).map((name) => `no ${name} that cannot be guessed`),
        ...(atThisPlace(on, redirectUris).includes(asked.get("redirect_uri") ?? "") ? [] : ["redirect_uri stands not in the manifest"]), ...(scopes.includes("openid") ? [] : ["it does not ask for openid"]),
        ...scopes.filter((scope) => !known.has(scope)).map((scope) => `${scope} is asked for, but stands not in the manifest`), ...["state", "nonce", "code_challenge"].filter((name) => asked.has(name) && asked.get(name) === again.get(name)).map((name) => `${name} is the same for two visits`),
        ...(asked.has("client_secret") ? ["its secret stands in the address"] : []),
      ];
    },
  },
  {
    id: "handover.arrives", level: 2, title: "Wer zurückkommt, ist angemeldet, unter einem frischen Cookie", rule: "RFC 6749, 4.1.3; RFC 7636, 4.5; OpenID Connect Core 1.0, 5.3",
    async run(on) {
      const { arrived: seen, handing, browser, before } = await arrived(on);
      const wrong = handing.shown.filter((what) => what !== "");
      return [
        ...(seen.status === 200 && seen.left === undefined ? [] : [`answers ${seen.status} to a right sign-in`]), ...(handing.shown.length === 0 ? ["it does not exchange the code"] : wrong.map((what) => `shows the code ${what}`)), ...(handing.shown.length > 1 && wrong.length === 0 ? ["shows the code twice"] : []),
        ...(handing.fetched() > 0 || facts(on).attributes.length === 0 ? [] : ["it does not fetch what was handed over"]), ...(before !== "" && browser.cookie() === before ? ["the cookie from before the sign-in counts after it (session fixation)"] : []),
      ];
    },
  },
  {
    id: "handover.refuses", level: 1, title: "Eine Antwort, die nicht passt, meldet niemanden an", rule: "OpenID Connect Core 1.0, 3.1.3.7 und 5.3.2; RFC 6749, 10.12; RFC 9207",
    async run(on) {
      await doorOf(on);
      const found: string[] = [];
      const judge = async (what: string, seen: Seen, inside: () => Promise<boolean>): Promise<void> => {
        if (seen.status >= 500) found.push(`${what}: answers ${seen.status}`);
        if (await inside()) found.push(`${what}: the person is signed in`);
      };
      for (const flaw of flaws.filter((one) => one !== "signature" && (one !== "level" || facts(on).level !== "basis"))) {
        const { arrived: seen, handing, browser } = await arrived(on, { flaw });
        await judge(flawTexts[flaw], seen, () => isInside(on, browser, handing));
      }
      const { asked, browser } = await begun(on);
      const handing = on.portal.openid.answer(asked);
      const stranger = newVisitor(on);
      await judge("somebody else's answer in another browser", await stranger.get(backPath(handing)), () => isInside(on, stranger, handing));
      const unused = on.portal.openid.answer(asked);
      await browser.get(backPath(unused));
      const again = newVisitor(on);
      await judge("an answer that was used before", await again.get(backPath(unused)), () => isInside(on, again, unused));
      return found;
    },
  },
  {
    // OpenID Connect Core 1.0, 3.1.3.7 (6) leaves it to the client where the token came straight over TLS: hence the highest level and a rule of its own.
    id: "handover.signature", level: 3, title: "Sie prüft auch die Unterschrift des ID-Tokens", rule: "OpenID Connect Core 1.0, 3.1.3.7 (6)",
    async run(on) {
      await doorOf(on);
      const { arrived: seen, handing, browser } = await arrived(on, { flaw: "signature" });
      return [...(seen.status >= 500 ? [`answers ${seen.status}`] : []), ...(await isInside(on, browser, handing) ? [`${flawTexts.signature}: the person is signed in`] : [])];
    },
  },
  {
    id: "handover.cancelled", level: 2, title: "Wer am Portal abbricht, steht auf einer Seite und ist nicht angemeldet", rule: "OpenID Connect Core 1.0, 3.1.2.6",
    async run(on) {
      const { arrived: seen, handing, browser } = await arrived(on, { cancelled: true });
      return [...(seen.status >= 500 || !/<html/i.test(seen.text) ? [`answers ${seen.status} without a page`] : []), ...(handing.shown.length > 0 ? ["asks for a token all the same"] : []), ...(await isInside(on, browser, handing) ? ["the person is signed in"] : [])];
    },
  },
  {
    id: "handover.private", level: 1, title: "Was übergeben wurde, sieht nur diese Person; Cookies verraten nichts", rule: "Art. 5 Abs. 1 Buchst. f DSGVO; RFC 6265, 8; RFC 9700, 4.2",
    async run(on) {
      const { path } = await doorOf(on);
      const { arrived: seen, handing, browser, seen: left } = await arrived(on);
      const page = await browser.get(path);
      const secrets = [handing.name, handing.token, handing.idToken];
      const holds = (text: string): boolean => secrets.some((secret) => text.includes(secret) || text.includes(encodeURIComponent(secret)));
      const cookies = [...left.cookies, ...seen.cookies, ...page.cookies];
      return [
        ...(seen.addresses.some(holds) ? ["something of the person or a token stands in an address"] : []), ...(cookies.some(holds) ? ["something of the person or a token stands in a cookie"] : []),
        ...cookies.filter((line) => !/;\s*httponly/i.test(line) || !/;\s*samesite=(?:lax|strict)/i.test(line)).map((line) => `the cookie ${line.split("=", 1)[0] ?? ""} is not HttpOnly and SameSite`),
        ...([handing.token, handing.idToken].some((secret) => page.text.includes(secret)) ? ["a token stands in the page"] : []), ...(page.text.includes(handing.name) && !/no-store/.test(page.headers.get("cache-control") ?? "") ? ["a page about the person may be kept (Cache-Control)"] : []),
        ...((await newVisitor(on).get(path)).text.includes(handing.name) ? ["a stranger sees something of the person"] : []),
      ];
    },
  },
  {
    id: "handover.needs", level: 3, title: "Sie verlangt keine Angabe, die sie nicht abfragt", rule: "Art. 5 Abs. 1 Buchst. c DSGVO",
    async run(on) {
      const scopes = ((await begun(on)).asked.get("scope") ?? "").split(" ");
      return facts(on).attributes.filter((name) => !scopes.includes(name)).map((name) => `${name} stands in the manifest, but is not asked for`);
    },
  },
  {
    id: "handover.submits", level: 2, title: "Ein Antrag geht mit dem Token der Übergabe ab, doppelt gedrückt einmal, und von fremden Seiten gar nicht", rule: "openapi.json: submitApplication (handover, Idempotency-Key); OWASP CSRF",
    async run(on) {
      const { handing, press } = await filledIn(on);
      const seen = await press();
      const accepted = (): readonly Sent[] => sentBy(on, handing.token).filter(({ status }) => status < 300);
      const first = accepted().length;
      await press();
      const keys = new Set(accepted().map(({ key }) => key));
      const foreign = await filledIn(on, { hidden: false, from: "cross-site" });
      await foreign.press();
      return [
        ...(first > 0 ? [] : [`nothing was submitted with the token of the hand-over (the page answered ${seen.status})`]), ...(seen.status < 400 ? [] : [`answers ${seen.status} to what the portal has taken`]), ...(keys.size <= 1 ? [] : [`two presses were sent under ${keys.size} keys`]),
        ...(sentBy(on, foreign.handing.token).length === 0 ? [] : ["a form from another site was submitted (CSRF)"]),
      ];
    },
  },
  {
    id: "handover.ended", level: 2, title: "Ist die Übergabe am Portal beendet, sagt sie es, behauptet keinen Eingang und beendet auch den Besuch bei sich", rule: "openapi.json: handover-invalid; docs: Personen übernehmen",
    async run(on) {
      const { handing, press, browser } = await filledIn(on);
      on.portal.openid.end(handing.token);
      const seen = await press();
      if (sentBy(on, handing.token).length === 0) return ["it did not try to submit"];
      const said = (seen.status >= 400 && seen.status < 500) || seen.left?.startsWith(on.portal.openid.endpoint) === true;
      return [...(said ? [] : [`answers ${seen.status} although the portal has refused`]), ...(await isInside(on, browser, handing) ? ["the visit goes on although the sign-in at the portal is over"] : [])];
    },
  },
  {
    id: "handover.signs-out", level: 2, title: "Abmelden beendet den Besuch hier und führt zum Portal", rule: "OpenID Connect RP-Initiated Logout 1.0, 2",
    async run(on) {
      const { path } = await doorOf(on);
      const { handing, browser } = await arrived(on);
      const inside = browser.twin();
      const way = await wayTo(on, browser, await browser.get(path), on.portal.openid.endSession);
      if (!way) return ["no link of the page leads to the portal's sign-out"];
      const { url } = way;
      const { logoutUris } = facts(on);
      const to = url.searchParams.get("post_logout_redirect_uri");
      return [
        ...(url.searchParams.get("id_token_hint") === handing.idToken ? [] : ["id_token_hint is not that of the sign-in"]), ...(to === null || atThisPlace(on, logoutUris).includes(to) ? [] : ["post_logout_redirect_uri stands not in the manifest"]),
        // The cookie from before, as somebody may have kept it.
        ...(await isInside(on, inside, handing) ? ["the visit goes on after it"] : []),
      ];
    },
  },
  {
    id: "handover.sound", level: 2, title: "Ihre eigenen Seiten halten andere draußen", rule: "CSP 3; HTML, lang",
    async run(on) {
      const found: Findings[] = [];
      const judge = (seen: Seen): void => { found.push(pageMisfits(seen.text, seen.headers, { framedBy: undefined }).map((one) => `${seen.path.split("?", 1)[0] ?? ""}: ${one}`)); };
      judge(await newVisitor(on).get(startPath(on)));
      judge((await arrived(on)).arrived);
      judge((await arrived(on, { cancelled: true })).arrived);
      return found.flat();
    },
  },
  {
    id: "handover.for-all", level: 3, title: "Ihre eigenen Seiten sind für alle bedienbar", rule: "WCAG 2.2 AA",
    async run(on) {
      const { lookAt } = on.subject;
      if (!lookAt) throw new NotTried("the run has no browser");
      const { path } = await doorOf(on);
      const look = async (where: string, cookie?: string): Promise<Findings> => (await lookAt(`${on.address}${where}`, cookie === undefined ? {} : { cookie })).map((one) => `${where.split("?", 1)[0] ?? ""}: ${one}`);
      const { browser } = await arrived(on);
      const cancelled = await begun(on);
      return [...await look(startPath(on)), ...await look(path, browser.cookie()), ...await look(backPath(on.portal.openid.answer(cancelled.asked, { cancelled: true })), cancelled.browser.cookie())];
    },
  },
];
