import { NotTried, type Check } from "../check.ts";
import { misfits, operation, operations, type SpecifiedOperation } from "../specification.ts";
import { knownParams, paramsFor } from "./reading-checks.ts";
import { nowhere, type Examination, type Heard, word } from "./subject.ts";

const asked = (one: SpecifiedOperation, params: Readonly<Record<string, string>>) => ({ params: paramsFor(one, params), ...(one.example === undefined ? {} : { body: one.example }) });
const nothing: Readonly<Record<string, string>> = { id: nowhere, webhook: nowhere, service: "conformance-nothing", version: "9.9.9", file: nowhere, delivery: nowhere };

/** What an answer tells, apart from the number of the request and what is left of the quota. */
function tells({ status, json }: Heard): string {
  return JSON.stringify([status, { ...json, instance: "" }]);
}
function problemFound(what: string, answer: Heard, status: number, code: string): string[] {
  if (answer.status !== status || answer.json["code"] !== code) return [`${what}: ${answer.status} ${word(answer.json["code"])} instead of ${status} ${code}`];
  return answer.type === "application/problem+json" ? misfits("Problem", answer.json).map((one) => `${what}: ${one}`) : [`${what}: ${answer.type} instead of application/problem+json`];
}

/** Who may not, may not: every operation of the specification, none forgotten. */
export const accessChecks: readonly Check<Examination>[] = [
  {
    id: "access.token", level: 1, title: "Ohne gültiges Token antwortet kein Aufruf", rule: "openapi.json: security; RFC 6750, 3",
    async run({ ask }) {
      const found: string[] = [];
      for (const one of operations) {
        const [without, wrong] = [await ask(one, asked(one, nothing)), await ask(one, { ...asked(one, nothing), token: `kpt_${"A".repeat(64)}` })];
        found.push(...problemFound(`${one.id} without a token`, without, 401, "token-missing"), ...problemFound(`${one.id} with a wrong token`, wrong, 401, "token-invalid"));
        if (!(without.headers.get("www-authenticate") ?? "").startsWith("Bearer")) found.push(`${one.id}: 401 without WWW-Authenticate`);
      }
      return found;
    },
  },
  {
    id: "access.scope", level: 1, title: "Jeder Aufruf verlangt genau sein Recht", rule: "openapi.json: security",
    async run({ subject, ask, token }) {
      const scopes = [...new Set(operations.flatMap(({ scope }) => scope ?? []))];
      const found: string[] = [];
      for (const one of operations) {
        if (one.scope === undefined) continue;
        const others = scopes.filter((scope) => scope !== one.scope);
        const answer = await ask(one, { ...asked(one, nothing), token: await token(subject.program, others.join(" ")) });
        found.push(...problemFound(`${one.id} with every other right`, answer, 403, "scope-missing"));
        if (answer.json["scope"] !== one.scope) found.push(`${one.id}: the missing right is not named`);
      }
      return found;
    },
  },
  {
    id: "access.absent", level: 1, title: "Was es nicht gibt, ist ein Problem mit Code und Seite", rule: "RFC 9457, 3; openapi.json: not-found",
    async run({ ask, heard, token }) {
      const answer = await ask(operation("getApplication"), { params: { id: nowhere }, token: await token() });
      const found = problemFound("getApplication of nothing", answer, 404, "not-found");
      const page = await heard(String(answer.json["type"]), {});
      return page.status === 200 && page.type === "text/html" ? found : [...found, `the page of the problem (${String(answer.json["type"])}) answers ${page.status} ${page.type}`];
    },
  },
  {
    id: "access.stranger", level: 3, title: "Vorgänge und Adressen einer anderen Kommune sehen aus, als gäbe es sie nicht", rule: "openapi.json: not-found",
    async run(examination) {
      const { subject, ask, token } = examination;
      if (!subject.stranger) throw new NotTried("the run was given no program in another municipality");
      const known = await knownParams(examination);
      const foreign = await token(subject.stranger);
      const found: string[] = [];
      // Services are offered by several municipalities and their forms are public.
      for (const one of operations.filter(({ path }) => path.includes("{id}"))) {
        const [there, absent] = [await ask(one, { ...asked(one, known), token: foreign }), await ask(one, { ...asked(one, nothing), token: foreign })];
        found.push(...problemFound(`${one.id} for a stranger`, there, 404, "not-found"));
        if (tells(there) !== tells(absent)) found.push(`${one.id} tells a stranger that it is there`);
      }
      return found;
    },
  },
];
