/**
 * No inline script or style, nothing from elsewhere. `formAction` names the identity and payment providers:
 * Chromium checks `form-action` along the redirects that answer a POST.
 */
export function contentSecurityPolicy(formAction: readonly string[] = []): string {
  return ["default-src 'none'", "base-uri 'none'", "object-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
    "connect-src 'self'", "manifest-src 'self'", "frame-ancestors 'none'", `form-action ${["'self'", ...formAction].join(" ")}`].join("; ");
}

export function securityHeaders(secureOrigin: boolean): Readonly<Record<string, string>> {
  return {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(self), payment=(), usb=()",
    ...(secureOrigin ? { "strict-transport-security": "max-age=63072000; includeSubDomains" } : {}),
  };
}
