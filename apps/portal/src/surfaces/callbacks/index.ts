import type { Gateway } from "#modules/gateway";
import type { App } from "#platform/http";

export { hubCallback } from "./hub-callback.ts";

const header = (value: string | string[] | undefined): string | undefined => (typeof value === "string" ? value : undefined);

/** Calls of other systems that only say: look. Their bytes are checked as they came; whatever is wrong with them gets the same answer. */
export function callbacksSurface(app: App, { gateway }: { readonly gateway: Pick<Gateway, "inbound"> }): void {
  void app.register((scope, _options, done) => {
    scope.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, parsed) => { parsed(null, body); });
    scope.post<{ Params: { callback: string } }>("/rueckruf/zustellpunkt/:callback", { bodyLimit: 1_000_000 }, async (request, reply) => {
      const known = await gateway.inbound.callback({
        callback: request.params.callback, timestamp: header(request.headers["callback-timestamp"]), authentication: header(request.headers["callback-authentication"]), body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      });
      return reply.code(known ? 204 : 401).send();
    });
    done();
  });
}
