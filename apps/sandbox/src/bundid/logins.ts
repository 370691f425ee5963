import { randomBytes } from "node:crypto";
import type { AuthnRequest } from "@kommunalportal/bundid";
import type { SignInMethod } from "./methods.ts";
import type { BundidPerson } from "./persons.ts";
import type { BundidSwitch } from "./switches.ts";

/** One login under way, from the request to the answer. */
export interface Login {
  readonly id: string;
  readonly request: AuthnRequest;
  readonly relayState: string | undefined;
  readonly begun: Date;
  choice?: { person: BundidPerson; method: SignInMethod; deviation: BundidSwitch };
}

const minutes = 15;
const most = 1000;

/** Logins live in memory only: they are short, and a restart of the simulator ends them as a time-out would. */
export class Logins {
  readonly #logins = new Map<string, Login>();
  readonly #clock: () => Date;

  constructor(clock: () => Date) {
    this.#clock = clock;
  }

  begin(request: AuthnRequest, relayState: string | undefined): Login {
    const login: Login = { id: randomBytes(16).toString("base64url"), request, relayState, begun: this.#clock() };
    for (const [id, { begun }] of this.#logins) if (this.#isOver(begun)) this.#logins.delete(id);
    const [oldest] = this.#logins.keys();
    if (this.#logins.size >= most && oldest !== undefined) this.#logins.delete(oldest);
    this.#logins.set(login.id, login);
    return login;
  }

  find(id: string): Login | undefined {
    const login = this.#logins.get(id);
    return login === undefined || this.#isOver(login.begun) ? undefined : login;
  }

  end(id: string): void {
    this.#logins.delete(id);
  }

  #isOver(begun: Date): boolean {
    return this.#clock().getTime() - begun.getTime() > minutes * 60_000;
  }
}
