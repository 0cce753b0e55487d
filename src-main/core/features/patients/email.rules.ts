export type EmailReading = { ok: true; email: string } | { ok: false; code: 'email' | 'email-missing' }

/** RFC 5321 and RFC 6531 count octets of UTF-8. */
const MAXIMUM_LOCAL_OCTETS = 64
const MAXIMUM_OCTETS = 254

// RFC 5322 dot-atom, widened by RFC 6531 to letters beyond ASCII. Quoted local parts and bare IP addresses are
// left out: nobody gives them at a desk, and a typing error looks like them.
const ATOM = String.raw`[\p{L}\p{M}\p{N}!#$%&'*+/=?^_\x60{|}~-]+`
const LOCAL_PART = new RegExp(String.raw`^${ATOM}(?:\.${ATOM})*$`, 'u')
const LABEL = String.raw`[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?`
const DOMAIN = new RegExp(String.raw`^(?:${LABEL}\.)+(?:\p{L}[\p{L}\p{M}]+|xn--[a-z0-9-]+)$`, 'u')

/** An e-mail address as typed, in composed form, its domain in lower case. */
export function parseEmail(text: string): EmailReading {
  const email = text
    .replace(/\p{Cf}/gu, '')
    .trim()
    .normalize('NFC')
  if (email === '') return { ok: false, code: 'email-missing' }
  const at = email.lastIndexOf('@')
  const local = email.slice(0, Math.max(at, 0))
  const domain = email.slice(at + 1).toLowerCase()
  const isSound = LOCAL_PART.test(local) && DOMAIN.test(domain) && isShortEnough(local, domain)
  return isSound ? { ok: true, email: `${local}@${domain}` } : { ok: false, code: 'email' }
}

function isShortEnough(local: string, domain: string): boolean {
  const localOctets = octets(local)
  return localOctets <= MAXIMUM_LOCAL_OCTETS && localOctets + 1 + octets(domain) <= MAXIMUM_OCTETS
}

function octets(text: string): number {
  return Buffer.byteLength(text, 'utf8')
}
