import type { Check } from "../check.ts";
import { operations, operationsOf, record } from "../specification.ts";
import type { Examination } from "./subject.ts";

/** The portal's own description of what it can do. */
export const documentChecks: readonly Check<Examination>[] = [
  {
    id: "document.served", level: 1, title: "Das Portal beschreibt seine Schnittstelle als OpenAPI 3.1", rule: "openapi.json: GET /api/v1/openapi.json",
    async run({ base, heard }) {
      const answer = await heard(`${base}/api/v1/openapi.json`, {});
      const found: string[] = [];
      if (answer.status !== 200 || answer.type !== "application/json") found.push(`status ${answer.status}, type ${answer.type}`);
      if (!String(answer.json["openapi"]).startsWith("3.1.")) found.push("it is no OpenAPI 3.1");
      return found;
    },
  },
  {
    id: "document.operations", level: 1, title: "Jeder stabile Aufruf der Spezifikation ist da, unter demselben Namen, Pfad und Recht", rule: "openapi.json: paths, x-stability",
    async run({ base, heard }) {
      const offered = new Map(operationsOf((await heard(`${base}/api/v1/openapi.json`, {})).json).map((one) => [one.id, one]));
      return operations.filter(({ stable }) => stable).flatMap((wanted) => {
        const own = offered.get(wanted.id);
        if (!own) return [`${wanted.id} is missing`];
        return [
          ...(own.method === wanted.method && own.path === wanted.path ? [] : [`${wanted.id} is ${own.method} ${own.path} instead of ${wanted.method} ${wanted.path}`]),
          ...(own.scope === wanted.scope ? [] : [`${wanted.id} needs ${own.scope ?? "nothing"} instead of ${wanted.scope ?? "nothing"}`]), ...(own.success === wanted.success ? [] : [`${wanted.id} answers ${own.success} instead of ${wanted.success}`]),
        ];
      });
    },
  },
  {
    id: "document.scopes", level: 1, title: "Die Rechte heißen wie in der Spezifikation und sind erklärt", rule: "openapi.json: components.securitySchemes.oauth",
    async run({ base, heard }) {
      const scopesOf = (document: unknown) => record(record(record(record(record(record(record(document)["components"])["securitySchemes"])["oauth"])["flows"])["clientCredentials"])["scopes"]);
      const offered = scopesOf((await heard(`${base}/api/v1/openapi.json`, {})).json);
      const wanted = new Set(operations.flatMap(({ scope }) => scope ?? []));
      return [...wanted].flatMap((scope) => (typeof offered[scope] === "string" && offered[scope].length > 20 ? [] : [`${scope} is missing or not explained`]));
    },
  },
];
