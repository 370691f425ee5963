import { join } from "node:path";
import { z } from "zod";
import { generateKeyPairWithCertificate, RequestProblem } from "@kommunalportal/bundid";
import { readJson, writeJson } from "../frame/atomic-json.ts";
import { createSiteApp, siteOf, type SandboxContext, type Site } from "../frame/site.ts";
import { bundidSandbox } from "./bundid-sandbox.ts";
import { fetchServiceProvider } from "./fetch-service-provider.ts";

/** Where the portal publishes its SAML metadata. */
export const PORTAL_METADATA_PATH = "/anmeldung/bundid/metadaten";

const keysSchema = z.object({ signingKey: z.string().startsWith("-----BEGIN PRIVATE KEY-----"), signingCert: z.string().startsWith("-----BEGIN CERTIFICATE-----") });

/** The simulated BundID as one system of the sandbox; its key is made at the first start and kept in the sandbox's folder. */
export async function createBundidSite(context: SandboxContext): Promise<Site> {
  const app = createSiteApp();
  const metadataUrl = `http://portal.localhost:${context.portalPort}${PORTAL_METADATA_PATH}`;
  bundidSandbox(app, {
    baseUrl: context.origin("bundid"),
    keys: await loadKeys(context),
    serviceProviders: async () => {
      try {
        return [await fetchServiceProvider(metadataUrl)];
      } catch (cause) {
        // A portal whose metadata cannot be had is, for BundID, a portal nobody has registered.
        throw new RequestProblem("sandbox-service-provider-unknown", { cause });
      }
    },
    clock: context.clock,
  });
  return siteOf(app, { name: "bundid", title: "Simulierte BundID", purpose: "meldet die erfundenen Bürgerinnen und Bürger über SAML 2.0 an." });
}

async function loadKeys({ dataFolder }: SandboxContext): Promise<z.infer<typeof keysSchema>> {
  const path = join(dataFolder, "bundid.json");
  const stored = await readJson(path);
  if (stored !== undefined) return keysSchema.parse(stored);
  const { privateKey, certificate } = await generateKeyPairWithCertificate("Sandbox BundID");
  const made = { signingKey: privateKey, signingCert: certificate };
  await writeJson(path, made);
  return made;
}
