/** XML Encryption 1.1 (W3C 2013): what is written, and the little more that is read. AES-CBC is never read: it proves nothing about the content. */
export const algorithms = {
  element: "http://www.w3.org/2001/04/xmlenc#Element",
  aes256Gcm: "http://www.w3.org/2009/xmlenc11#aes256-gcm",
  rsaOaep: "http://www.w3.org/2009/xmlenc11#rsa-oaep",
  sha256: "http://www.w3.org/2001/04/xmlenc#sha256",
  mgf1Sha256: "http://www.w3.org/2009/xmlenc11#mgf1sha256",
  xenc11: "http://www.w3.org/2009/xmlenc11#",
  /** XML Encryption 1.0: OAEP with SHA-1 throughout. What many stacks still write unless they are told otherwise. */
  rsaOaepSha1: "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p",
  sha1: "http://www.w3.org/2000/09/xmldsig#sha1",
} as const;

/** Bytes of the key of each content cipher that is read where the older key transport is; each of them proves the content. */
export const olderCiphers: Readonly<Record<string, { readonly cipher: "aes-128-gcm" | "aes-192-gcm" | "aes-256-gcm"; readonly keyBytes: number }>> = {
  "http://www.w3.org/2009/xmlenc11#aes128-gcm": { cipher: "aes-128-gcm", keyBytes: 16 }, "http://www.w3.org/2009/xmlenc11#aes192-gcm": { cipher: "aes-192-gcm", keyBytes: 24 }, [algorithms.aes256Gcm]: { cipher: "aes-256-gcm", keyBytes: 32 },
};

/** IV and tag of AES-GCM as XML Encryption 1.1 (5.2.4) carries them: before and behind the ciphertext. Bytes. */
export const ivBytes = 12;
export const tagBytes = 16;
