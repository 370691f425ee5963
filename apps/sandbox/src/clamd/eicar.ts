/** The harmless test file of the antivirus industry, put together here so that no scanner finds it in this source. */
const EICAR = Buffer.from(["X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE", "!$H+H*"].join(""), "latin1");

/** Looks for the test file in a stream, also where two pieces meet; true from the piece on that completes it. */
export function createEicarScanner(): (piece: Uint8Array) => boolean {
  let tail: Buffer = Buffer.alloc(0);
  let found = false;
  return (piece) => {
    const seen = Buffer.concat([tail, piece]);
    found ||= seen.includes(EICAR);
    tail = seen.subarray(Math.max(0, seen.length - EICAR.length + 1));
    return found;
  };
}
