import type { DestinationProblem } from "./channel.ts";

/** What is wrong with an address to which applications go. */
export function addressProblems(address: string, allowHttp: boolean): DestinationProblem[] {
  if (!URL.canParse(address)) return [{ path: "address", code: "address-invalid" }];
  const { protocol, username, password } = new URL(address);
  if (protocol !== "https:" && protocol !== "http:") return [{ path: "address", code: "address-invalid" }];
  if (protocol === "http:" && !allowHttp) return [{ path: "address", code: "address-not-https" }];
  return username !== "" || password !== "" ? [{ path: "address", code: "address-with-password" }] : [];
}
