import { randomBytes, X509Certificate } from "node:crypto";

// What the demonstration makes for itself carries a mark, so that production can refuse it: a key copied from a laptop is known to whoever had the laptop.
const mark = Buffer.from("kp-demo:");
const certificateName = "Kommunalportal demo";

/** 32 bytes, of which the first eight say »demo«; 192 random bits stay. Base64. */
export const demoKey = (): string => Buffer.concat([mark, randomBytes(32 - mark.length)]).toString("base64");
export const isDemoKey = (key: Buffer): boolean => key.subarray(0, mark.length).equals(mark);

export const demoBundidEntityId = "https://portal.kommunalportal.example/sp";
export const demoCertificateName = (purpose: string): string => `${certificateName} ${purpose}`;

/** Whether a certificate (PEM) was made by the demonstration. What is no certificate is somebody else's problem. */
export function isDemoCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject.includes(`CN=${certificateName}`);
  } catch {
    return false;
  }
}

/** Secrets that the sandbox hands out begin with this word. */
export const isDemoSecret = (secret: string): boolean => secret.startsWith("demo-");
