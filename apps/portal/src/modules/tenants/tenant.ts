import type { TenantProfile } from "./profile.ts";

/** A municipality or Kreis that has a portal here. */
export interface Tenant {
  readonly id: string;
  /** DNS label of its host. */
  readonly slug: string;
  readonly kind: "municipality" | "district";
  /** Amtlicher Regionalschlüssel, 12 digits. */
  readonly ars: string;
  readonly ags: string | undefined;
  readonly name: string;
  readonly officialName: string;
  readonly typeName: string;
  /** First five digits of the ARS: its Kreis; of a kreisfreie Stadt its own. */
  readonly districtPrefix: string;
  readonly districtName: string | undefined;
  readonly regbezPrefix: string;
  readonly regbezName: string;
  readonly population: number | undefined;
  /** Invented for demonstration: only such a town has offices, fees and telephone numbers in the seeds. */
  readonly isDemo: boolean;
  readonly postcodes: readonly string[];
  readonly profile: TenantProfile;
}
