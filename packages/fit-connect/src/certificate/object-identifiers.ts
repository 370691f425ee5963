/** Object identifiers of RFC 5280, RFC 2985, RFC 4055 and NIST that certificates of FIT-Connect use. */
export const oid = {
  commonName: "2.5.4.3",
  country: "2.5.4.6",
  locality: "2.5.4.7",
  state: "2.5.4.8",
  organization: "2.5.4.10",
  unit: "2.5.4.11",
  extensionRequest: "1.2.840.113549.1.9.14",
  keyUsage: "2.5.29.15",
  basicConstraints: "2.5.29.19",
  rsassaPss: "1.2.840.113549.1.1.10",
  mgf1: "1.2.840.113549.1.1.8",
  sha512: "2.16.840.1.101.3.4.2.3",
} as const;
