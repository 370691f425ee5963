import { inNamespace, named, record, simple, type ValueOf } from "../codec/codec.ts";
import { choice, list, nonEmptyList, required } from "../codec/items.ts";
import { anyUri, base64, boolean } from "../codec/simple-type.ts";
import { ns } from "../names.ts";
import { plainCode } from "./code.ts";
import { party } from "./party.ts";

const own = inNamespace(ns.xta);

const queryFields = {
  reader: required(named(ns.oscimeta, "Reader", party)),
  serviceType: required(own("ServiceType", simple(anyUri))),
};
const query = record(queryFields);

export const lookupServiceRequest = own("LookupServiceRequest", record({
  queries: nonEmptyList(own("LookupServiceRequestList", record({ lookupService: required(own("LookupService", query)) }))),
}));

const result = record({
  ...queryFields,
  availability: required(own("IsServiceAvailableValue", record({
    /** `known`: offered or not; `unknown`: nobody knows, the value is always true. */
    answer: choice(["known", own("ServiceIsAvailable", simple(boolean))], ["unknown", own("ServiceIsAvailableUnknown", simple(boolean))]),
  }))),
  /** What is needed to reach it, such as the reader's certificate. */
  parameters: list(own("ServiceParameter", record({ parameterType: required(own("ParameterType", plainCode)), resource: required(own("Resource", simple(base64))) }))),
});

export const lookupServiceResponse = own("LookupServiceResponse", record({
  list: required(own("LookupServiceResultList", record({ results: nonEmptyList(own("LookupServiceResult", result)) }))),
}));

export type LookupServiceQuery = ValueOf<typeof query>;
export type LookupServiceResult = ValueOf<typeof result>;
