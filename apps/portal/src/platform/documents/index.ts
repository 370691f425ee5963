export { DocumentRefused, RendererFailed } from "./errors.ts";
export { qrSvg } from "./qr-svg.ts";
export type { DocumentAttachment, PdfStandard } from "./render-messages.ts";
export { createRenderer, type Renderer, type RendererOptions, type RenderOptions } from "./renderer.ts";
