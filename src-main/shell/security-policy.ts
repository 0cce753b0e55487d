import { COMMON_HEADERS, contentSecurityPolicy } from '@contract/page-policy'

/** The pages of the program's own windows speak to nobody but `app:`. */
export const CONTENT_SECURITY_POLICY = contentSecurityPolicy("'self'")

export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  ...COMMON_HEADERS
}
