import { createHmac } from "node:crypto";

/** An extension of `examples/`, as the demonstration runs it and Musterstadt permits it. */
export interface DemoExample {
  readonly folder: string;
  readonly id: string;
  /** Its pages' place among the ports of the examples; the manifest names them from 8095 on. */
  readonly offset: number;
  /** What Musterstadt limits its permission to. */
  readonly services?: readonly string[];
  readonly offices?: readonly string[];
  /** Answers applications by itself, so that nobody sees them in casework: starts only when somebody asks for it (`npm run example`). */
  readonly processes?: boolean;
}

export const demoExamples: readonly DemoExample[] = [
  { folder: "hundesteuer-extension", id: "hundesteuer-beispiel", offset: 0, services: ["hund-anmelden"], offices: ["steueramt"], processes: true },
  { folder: "terminwahl-extension", id: "terminwahl-beispiel", offset: 1 },
  { folder: "aktenabgleich-extension", id: "aktenabgleich-beispiel", offset: 2 },
  { folder: "wertstoffhof-extension", id: "wertstoffhof-beispiel", offset: 3 },
  { folder: "hausverwaltung-extension", id: "hausverwaltung-beispiel", offset: 4, services: ["wohnungsgeberbestaetigung"] },
];

const firstInManifests = 8_095;

export const portOf = ({ offset }: DemoExample, first: number): number => first + offset;

/** The manifest's text with its pages where this demonstration runs them. */
export function manifestAt(text: string, first: number): string {
  return text.replaceAll(/(http:\/\/(?:127\.0\.0\.1|[a-z]+\.localhost)):(\d+)/g, (_all, host: string, port: string) => `${host}:${Number(port) - firstInManifests + first}`);
}

/** Each has a secret of its own, made of the one that this demonstration keeps. */
export function secretOf({ id, processes }: DemoExample, root: string): string {
  if (processes === true) return root;
  const part = (purpose: string): Buffer => createHmac("sha256", root).update(`${purpose} ${id}`).digest();
  return `kps_${part("name").toString("hex").slice(0, 12)}_${part("secret").toString("base64url")}`;
}
