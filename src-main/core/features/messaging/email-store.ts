import { EmailSettings } from '@contract/email'
import { z } from 'zod'
import type { Reader, Transaction } from '../../database/database'
import { readMark, writeMark } from '../settings'
import { NO_EMAIL, type StoredEmail } from './email-settings.rules'

const MARK = 'email'

/** Of the program, not of the clinic's settings, which every window may read: the password stands in it. */
const Stored = EmailSettings.extend({ password: z.string() })

export interface EmailStore {
  read(reader: Reader): Promise<StoredEmail>
  isOn(reader: Reader): Promise<boolean>
  write(transaction: Transaction, settings: StoredEmail): Promise<void>
  /** Forgets what was read, after the transaction that wrote has ended. */
  forget(): void
}

/** How e-mail leaves the clinic, read once and kept until it changes. */
export function createEmailStore(): EmailStore {
  let known: StoredEmail | null = null
  async function read(reader: Reader): Promise<StoredEmail> {
    if (known) return known
    const stored = await readMark(reader, MARK)
    known = stored === null ? NO_EMAIL : Stored.parse(JSON.parse(stored))
    return known
  }
  return {
    read,
    isOn: async (reader) => (await read(reader)).isOn,
    async write(transaction, settings) {
      await writeMark(transaction, MARK, JSON.stringify(settings))
    },
    forget() {
      known = null
    }
  }
}
