/** The length limits of RFC 5321, 4.5.3.1. */
const MOST_LOCAL = 64;
const MOST_ADDRESS = 254;

/**
 * One bare address as people have them: dot-atom local part (RFC 5322, 3.2.3, and letters of RFC 6531), a domain with a dot. Quoted
 * local parts, comments, lists, groups and IP literals are refused, and with them every way to smuggle in a second receiver or a header.
 */
export function isMailAddress(address: string): boolean {
  if (address.length > MOST_ADDRESS) return false;
  const match = /^([\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*)@((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63})$/u.exec(address);
  return match !== null && (match[1] ?? "").length <= MOST_LOCAL;
}
