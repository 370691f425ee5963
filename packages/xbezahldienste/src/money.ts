/** Largest amount of XBezahldienste 1.0.0 (grosAmount and every item amount: 0–999999 euros), in cents. */
export const MAX_CENTS = 99_999_900;

/**
 * Integer cents to the decimal number of the interface: 3050 → 30.5.
 * The quotient is the double nearest to the decimal, so its JSON text has at most two places.
 * @throws RangeError when `cents` is no integer between 0 and {@link MAX_CENTS}
 */
export function toDecimal(cents: number): number {
  if (!Number.isInteger(cents) || cents < 0 || cents > MAX_CENTS) {
    throw new RangeError("an amount is an integer number of cents between 0 and 99999900");
  }
  return cents / 100;
}

/**
 * A decimal number of the interface to integer cents: 30.5 → 3050. Nothing is rounded: 0.1 + 0.2 and 1.005 are refused.
 * @throws RangeError when `amount` is negative, too large, not finite or finer than a cent
 */
export function toCents(amount: number): number {
  const cents = Math.round(amount * 100);
  if (!Number.isFinite(amount) || cents < 0 || cents > MAX_CENTS || cents / 100 !== amount) {
    throw new RangeError("an amount is a decimal number of euros between 0 and 999999 with at most two places");
  }
  return cents === 0 ? 0 : cents;
}
