/*
 * What a page may load and do, in the program's windows and in a browser on another PC alike. Imports nothing, so that
 * shell and core can both set it.
 */

/**
 * Its own files and nothing else; `connect` names what it may speak to. Vue makes its one Trusted Types policy under the
 * name `vue`; Vuetify's theme is a constructed style sheet (scripts/vite/theme-sheet.ts), so no inline style is needed.
 */
export function contentSecurityPolicy(connect: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self'",
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types vue'
  ].join('; ')
}

/** Refused before Chromium's device services are asked at all: one of them can take the whole program down. */
const NO_DEVICES = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb'
]

/** The headers of every page and file, but for the policy above. */
export const COMMON_HEADERS: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': NO_DEVICES.map((feature) => `${feature}=()`).join(', '),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store'
}
