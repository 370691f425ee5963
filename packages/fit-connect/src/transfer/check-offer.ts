import type { Destination } from "../api/destination.ts";
import { coversRegion, sameService, type PublicService } from "../api/public-service.ts";
import { OfferError } from "../errors/fit-connect-error.ts";
import { METADATA_VERSION } from "../metadata/metadata-2.ts";
import type { ParcelContent } from "./parcel-content.ts";

/**
 * Does the destination take this? Told before anything is announced, so that a person learns it at once.
 * @returns the region to announce
 * @throws OfferError
 */
export function checkOffer(destination: Destination, order: ParcelContent & { readonly service: PublicService; readonly region?: string }): string | undefined {
  if (destination.status !== "active") throw new OfferError("destination-not-active", destination.status);
  const services = destination.publicServices.filter(({ identifier }) => sameService(identifier, order.service.identifier));
  if (services.length === 0) throw new OfferError("service-not-offered", order.service.identifier);
  const { region } = order;
  const here = region === undefined ? services : services.filter(({ regions }) => regions.length === 0 || coversRegion(regions, region));
  if (here.length === 0) throw new OfferError("region-not-offered", region ?? "");
  const { schemaUri, mimeType } = order.data;
  if (!here.some(({ submissionSchemas }) => submissionSchemas.some((offered) => offered.schemaUri === schemaUri && offered.mimeType === mimeType))) throw new OfferError("schema-not-offered", schemaUri);
  // A destination may leave the versions out; 2.x minor versions only add.
  if (destination.metadataVersions.length > 0 && !destination.metadataVersions.includes(METADATA_VERSION)) throw new OfferError("metadata-version-not-offered", destination.metadataVersions.join(", "));
  const [channel] = Object.keys(order.replyChannel ?? {});
  if (channel !== undefined && destination.replyChannels !== undefined && !(channel in destination.replyChannels)) throw new OfferError("reply-channel-not-offered", channel);
  const [only, ...others] = here.flatMap(({ regions }) => regions);
  return region ?? (others.length === 0 ? only : undefined);
}
