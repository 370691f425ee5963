import { html, type Html } from "@kommunalportal/html";
import type { CompoundType, NodeView } from "@kommunalportal/form-engine";

/** How the sub-answers of each compound stand: what is read together stands in one line where there is room. One that is missing here does not compile. */
const lines: { readonly [T in CompoundType]: readonly (readonly string[])[] } = {
  address: [["where"], ["country"], ["street", "houseNumber"], ["supplement"], ["poBox"], ["addressLine"], ["postalCode", "postcode", "city"]],
  person: [["personalTitle"], ["givenName", "surname"]],
  organisation: [["name"], ["legalForm"], ["registerCourt", "registerNumber"]],
  contact: [["phone", "fax"], ["email"], ["web"]],
  bank: [["holder"], ["iban"], ["bic", "bankName"]],
  period: [["from", "until"]],
  applicant: [["role"], ["childGivenName", "childSurname"], ["personGivenName", "personSurname"], ["organisationName"], ["legalForm", "position"]],
  evidence: [["way"], ["files"], ["fetched"], ["declared"]],
};

/**
 * The sub-answers in their lines; what has no line of its own follows below. `partOf` says which part a node is: its id, or what the composition
 * of a group calls it.
 */
export function renderCompound(type: CompoundType, nodes: readonly NodeView[], render: (node: NodeView) => Html | false, partOf: (node: NodeView) => string | undefined = (node) => node.definition.id): Html {
  const placed = lines[type].map((line) => line.flatMap((part) => nodes.find((node) => partOf(node) === part) ?? [])).filter((line) => line.length > 0);
  const rest = nodes.filter((node) => !placed.some((line) => line.includes(node)));
  return html`${placed.map((line) => (line.length === 1 ? line.map(render) : html`<div class="portal-parts-line">${line.map((node) => render(node))}</div>`))}${rest.map(render)}`;
}
