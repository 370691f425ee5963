export const statuses = ["payment", "submitted", "in-progress", "waiting", "decided", "refused", "withdrawn", "closed"] as const;
/** `waiting`: for the citizen. `payment`: sealed and not yet submitted, the fee comes first. */
export type Status = (typeof statuses)[number];

export type MovedBy = "citizen" | "visitor" | "staff" | "extension" | "system";

/** Everything that may happen to a status; what is not here is refused. The way from `payment` is `submitWaiting`'s alone. */
export const transitions: readonly { readonly from: readonly Status[]; readonly to: Status; readonly by: readonly MovedBy[] }[] = [
  { from: ["payment"], to: "submitted", by: ["system"] },
  { from: ["submitted", "waiting"], to: "in-progress", by: ["staff", "extension", "system"] },
  // The citizen answered: the office is asked again.
  { from: ["waiting"], to: "in-progress", by: ["citizen", "visitor"] },
  // A decision was taken back or objected to.
  { from: ["decided", "refused"], to: "in-progress", by: ["staff", "extension"] },
  { from: ["submitted", "in-progress"], to: "waiting", by: ["staff", "extension"] },
  { from: ["submitted", "in-progress", "waiting"], to: "decided", by: ["staff", "extension", "system"] },
  // Never by the system: no automatic refusal (§ 35a VwVfG, Art. 22 DSGVO).
  { from: ["submitted", "in-progress", "waiting"], to: "refused", by: ["staff", "extension"] },
  { from: ["submitted", "in-progress", "waiting"], to: "withdrawn", by: ["citizen", "visitor", "staff"] },
  { from: ["submitted", "in-progress", "waiting", "decided", "refused", "withdrawn"], to: "closed", by: ["staff", "extension", "system"] },
];

export function mayMove(from: Status, to: Status, by: MovedBy): boolean {
  return transitions.some((t) => t.to === to && t.from.includes(from) && t.by.includes(by));
}

export function isStatus(text: string): text is Status {
  return statuses.some((status) => status === text);
}
