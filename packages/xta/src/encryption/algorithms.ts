/** XML Encryption 1.1 (W3C 2013): what is written, and the little more that is read. AES-CBC is never read: it proves nothing about the content. */
export const algorithms = {
  element: "http://www.w3.org/2001/04/xmlenc#Element",
  aes256Gcm: "http://www.w3.org/2009/xmlenc11#aes256-gcm",
  rsaOaep: "http://www.w3.org/2009/xmlenc11#rsa-oaep",
  sha256: "http://www.w3.org/2001/04/xmlenc#sha256",
  mgf1Sha256: "http://www.w3.org/2009/xmlenc11#mgf1sha256",
  xenc11: "http://www.w3.org/2009/xmlenc11#",
} as const;

/** IV and tag of AES-GCM as XML Encryption 1.1 (5.2.4) carries them: before and behind the ciphertext. Bytes. */
export const ivBytes = 12;
export const tagBytes = 16;
