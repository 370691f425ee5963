/** Number, letter, ranges: "7", "12 a", "12a-14", "5/7". Applied to at most five short words, so it cannot run away. */
const houseNumber = /^\d{1,4} ?\p{L}?(?: ?[-–/+] ?\d{1,4} ?\p{L}?)*$/u;
const glued = /^(\P{N}*\p{L}{3,}\.?)(\d{1,4}\p{L}?)$/u;

/**
 * BundID gives street and house number in one string and leaves the splitting to the service (FAQ 6.3.2).
 * Takes the longest ending that reads as a house number; where none does, the whole text is the street. Nothing is ever lost:
 * a wrong guess (streets that are called "Straße 17" exist) stays visible to the person, who can mend it.
 */
export function splitStreet(text: string): { street: string; houseNumber?: string } {
  const words = text.trim().split(/\s+/u);
  for (let start = Math.max(1, words.length - 5); start < words.length; start += 1) {
    const ending = words.slice(start).join(" ");
    if (ending.length <= 20 && houseNumber.test(ending)) return { street: words.slice(0, start).join(" "), houseNumber: ending };
  }
  const [, street, number] = words.length === 1 && text.length <= 100 ? (glued.exec(words[0] ?? "") ?? []) : [];
  if (street !== undefined && number !== undefined) return { street, houseNumber: number };
  return { street: words.join(" ") };
}
