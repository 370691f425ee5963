import { decryptionKey, type DecryptionKey } from "../keys/decryption-key.ts";
import { generateFitConnectKeyPair, type EncryptionKeyPair, type SignatureKeyPair } from "../keys/generate-key-pair.ts";
import { recipientKey, type RecipientKey } from "../keys/recipient-key.ts";
import { signingKey, verificationKey, type SigningKey, type VerificationKey } from "../keys/signing-key.ts";

/** Fresh keys, thrown away with the process: none is ever committed. */
export interface TestEncryption extends EncryptionKeyPair { readonly recipient: RecipientKey; readonly key: DecryptionKey }
export interface TestSignature extends SignatureKeyPair { readonly signer: SigningKey; readonly verifier: VerificationKey }

export async function testEncryption(kid?: string): Promise<TestEncryption> {
  const pair = await generateFitConnectKeyPair("encryption", kid === undefined ? {} : { kid });
  return { ...pair, recipient: recipientKey(pair.publicJwk), key: await decryptionKey(pair.privateJwk) };
}

export async function testSignature(kid?: string): Promise<TestSignature> {
  const pair = await generateFitConnectKeyPair("signature", kid === undefined ? {} : { kid });
  return { ...pair, signer: signingKey(pair.privateJwk), verifier: verificationKey(pair.publicJwk) };
}
