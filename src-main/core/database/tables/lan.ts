import type { UserId } from '@contract/ids'
import type { Generated } from 'kysely'

/** One row: the certificate under which other PCs reach the clinic. */
export interface LanCertificateTable {
  id: number
  /** PEM. */
  certificate: string
  /** The private key (PKCS #8), under AES-256-GCM with a key derived from the database's; base64 each. */
  key_nonce: string
  key_wrapped: string
  key_tag: string
  /** JSON: the host names and addresses it was made for. */
  names: string
  valid_until: string
}

/** Somebody signed in from another PC. */
export interface LanSessionTable {
  id: Generated<number>
  user_id: UserId
  ticket_hash: string
  address: string
  signed_in_at: string
  is_locked: number
  /** Null while the page is there. */
  expires_at: string | null
}

export type AttemptKind = 'sign-in' | 'screen' | 'check-in'

/** Wrong passwords, addresses and codes in a row, by where they came from. */
export interface WrongAttemptTable {
  kind: AttemptKind
  address: string
  count: number
  last_at: string
  blocked_until: string | null
}

export interface LanTables {
  lan_certificate: LanCertificateTable
  lan_session: LanSessionTable
  wrong_attempt: WrongAttemptTable
}
