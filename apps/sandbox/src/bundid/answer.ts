import { isResponseFlaw, issueError, issueResponse } from "@kommunalportal/bundid";
import type { Login } from "./logins.ts";
import { attributesToSend } from "./methods.ts";

export interface AnswerKeys {
  readonly signingKey: string;
  readonly signingCert: string;
}

/** Makes the answers and remembers, per service provider, the last assertion's id: the switch for a replay needs it. */
export class Answers {
  readonly #idpEntityId: string;
  readonly #keys: AnswerKeys;
  readonly #clock: () => Date;
  readonly #lastAssertion = new Map<string, string>();

  constructor(idpEntityId: string, keys: AnswerKeys, clock: () => Date) {
    this.#idpEntityId = idpEntityId;
    this.#keys = keys;
    this.#clock = clock;
  }

  cancelled(login: Login): string {
    return issueError(this.#about(login), { kind: "cancelled" });
  }

  /** The value of `SAMLResponse` for a login whose person and method are chosen. */
  released(login: Login, choice: NonNullable<Login["choice"]>): string {
    const { request } = login;
    const { person, method, deviation } = choice;
    const about = this.#about(login);
    const attributes = attributesToSend(request, person, method);
    const missing = request.attributes.find(({ required, urn }) => required && !attributes.some((sent) => sent.urn === urn));
    const urn = missing?.urn ?? (deviation === "answer-attributes-missing" ? request.attributes[0]?.urn : undefined);
    if (urn !== undefined) return issueError(about, { kind: "attributes-missing", urn });
    if (deviation === "answer-cancelled") return issueError(about, { kind: "cancelled" });
    if (deviation === "answer-level-unavailable") return issueError(about, { kind: "level-unavailable" });
    const { entityId } = request.serviceProvider;
    const earlier = deviation === "replayed-assertion" ? this.#lastAssertion.get(entityId) : undefined;
    const { samlResponse, assertionId } = issueResponse(
      {
        ...about, ...this.#keys, audience: entityId, encryptionCert: request.serviceProvider.encryptionCert, level: method.level, attributes,
        signResponse: deviation !== "shell-not-signed", ...(earlier === undefined ? {} : { assertionId: earlier }),
      },
      isResponseFlaw(deviation) ? deviation : undefined,
    );
    this.#lastAssertion.set(entityId, assertionId);
    return samlResponse;
  }

  #about({ request }: Login): { idpEntityId: string; acsUrl: string; inResponseTo: string; now: Date } {
    return { idpEntityId: this.#idpEntityId, acsUrl: request.acsUrl, inResponseTo: request.id, now: this.#clock() };
  }
}
