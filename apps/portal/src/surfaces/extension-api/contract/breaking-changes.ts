import { narrowed, widened } from "./schema-changes.ts";
import { isRecord, operationsOf, recordOf, stringsOf, type Document, type DocumentOperation } from "./document.ts";

/**
 * What a program written for `before` would stumble over in `now`: one sentence each, empty when nothing breaks. Only stable operations bind;
 * answers may gain fields, named values and statuses of refusal, requests may gain what is optional.
 */
export function breakingChanges(before: Document, now: Document): string[] {
  return [...operationChanges(before, now), ...messageChanges(before, now)];
}

/** What a webhook is told: a message that comes no more, or comes otherwise than its reader could expect. */
function messageChanges(before: Document, now: Document): string[] {
  const facts = (document: Document, type: string): Readonly<Record<string, unknown>> => recordOf(recordOf(recordOf(document["webhooks"])[type])["post"]);
  return Object.keys(recordOf(before["webhooks"])).filter((type) => facts(before, type)["x-stability"] === "stable").flatMap((type) => {
    const [earlier, later] = [facts(before, type), facts(now, type)];
    if (Object.keys(later).length === 0) return [`webhook ${type}: it is gone`];
    const schemaOf = (one: Readonly<Record<string, unknown>>): unknown => recordOf(contentOf(one["requestBody"])["application/json"])["schema"];
    const headersOf = (one: Readonly<Record<string, unknown>>): string[] => (Array.isArray(one["parameters"]) ? one["parameters"].filter(isRecord).map(({ name }) => String(name)) : []);
    const kept = new Set(headersOf(later));
    return [
      ...(later["x-stability"] === "stable" ? [] : ["it is not stable any more"]), ...headersOf(earlier).filter((name) => !kept.has(name)).map((name) => `the header ${name} is gone`),
      ...widened(before, schemaOf(earlier), now, schemaOf(later), "message"),
    ].map((change) => `webhook ${type}: ${change}`);
  });
}

function operationChanges(before: Document, now: Document): string[] {
  const present = new Map(operationsOf(now).map((operation) => [`${operation.method} ${operation.path}`, operation]));
  return operationsOf(before).filter(({ facts }) => facts["x-stability"] === "stable").flatMap((earlier) => {
    const name = `${earlier.method} ${earlier.path}`;
    const later = present.get(name);
    return (later ? changesOf(before, earlier, now, later) : ["it is gone"]).map((change) => `${name}: ${change}`);
  });
}

function changesOf(before: Document, earlier: DocumentOperation, now: Document, later: DocumentOperation): string[] {
  const found: string[] = [];
  if (earlier.facts["operationId"] !== later.facts["operationId"]) found.push("its operationId has another name");
  if (later.facts["x-stability"] !== "stable") found.push("it is not stable any more");
  const scopes = new Set(scopesOf(earlier));
  for (const scope of scopesOf(later)) if (!scopes.has(scope)) found.push(`it needs the scope ${scope}`);
  found.push(...parameterChanges(before, earlier, now, later));
  const [bodyBefore, bodyNow] = [contentOf(earlier.facts["requestBody"]), contentOf(later.facts["requestBody"])];
  if (Object.keys(bodyBefore).length === 0 && Object.keys(bodyNow).length > 0) found.push("it wants a body");
  for (const [type, media] of Object.entries(bodyBefore)) {
    const after = bodyNow[type];
    if (after === undefined) found.push(`it does not take ${type} any more`);
    else found.push(...narrowed(before, recordOf(media)["schema"], now, recordOf(after)["schema"], "body"));
  }
  const answers = recordOf(later.facts["responses"]);
  for (const [status, answer] of Object.entries(recordOf(earlier.facts["responses"])).filter(([code]) => code.startsWith("2"))) {
    if (answers[status] === undefined) { found.push(`it does not answer ${status} any more`); continue; }
    const after = contentOf(answers[status]);
    for (const [type, media] of Object.entries(contentOf(answer))) {
      if (after[type] === undefined) found.push(`${status} does not come as ${type} any more`);
      else found.push(...widened(before, recordOf(media)["schema"], now, recordOf(after[type])["schema"], `${status}`));
    }
  }
  return found;
}

function parameterChanges(before: Document, earlier: DocumentOperation, now: Document, later: DocumentOperation): string[] {
  const key = (parameter: Readonly<Record<string, unknown>>): string => `${String(parameter["in"])} ${String(parameter["name"]).toLowerCase()}`;
  const present = new Map(parametersOf(later).map((parameter) => [key(parameter), parameter]));
  const found: string[] = [];
  for (const parameter of parametersOf(earlier)) {
    const after = present.get(key(parameter));
    present.delete(key(parameter));
    if (!after) { found.push(`the parameter ${key(parameter)} is gone`); continue; }
    if (after["required"] === true && parameter["required"] !== true) found.push(`the parameter ${key(parameter)} became required`);
    found.push(...narrowed(before, parameter["schema"], now, after["schema"], `parameter ${key(parameter)}`));
  }
  for (const [name, parameter] of present) if (parameter["required"] === true) found.push(`the parameter ${name} is new and required`);
  return found;
}

function parametersOf(operation: DocumentOperation): Readonly<Record<string, unknown>>[] {
  const { parameters } = operation.facts;
  return Array.isArray(parameters) ? parameters.filter(isRecord) : [];
}

function scopesOf({ facts }: DocumentOperation): string[] {
  const { security } = facts;
  return Array.isArray(security) ? security.filter(isRecord).flatMap((one) => Object.values(one).flatMap(stringsOf)) : [];
}

function contentOf(holder: unknown): Readonly<Record<string, unknown>> {
  return recordOf(recordOf(holder)["content"]);
}
