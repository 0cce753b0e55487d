import { RegisterSettings } from '@contract/contact-register'
import { z } from 'zod'
import type { Reader, Transaction } from '../../database/database'
import { readMark, writeMark } from '../settings'
import { NO_REGISTER, type StoredRegister } from './register-settings.rules'

const MARK = 'contact-register'

/** Of the program, not of the clinic's settings, which every window may read: the private key stands in it. */
const Stored = RegisterSettings.extend({ privateKey: z.string() })

/** How the register is reached, read once and kept until it changes. */
export class RegisterStore {
  #known: StoredRegister | null = null

  async read(reader: Reader): Promise<StoredRegister> {
    if (this.#known) return this.#known
    const stored = await readMark(reader, MARK)
    this.#known = stored === null ? NO_REGISTER : Stored.parse(JSON.parse(stored))
    return this.#known
  }

  async write(transaction: Transaction, settings: StoredRegister): Promise<void> {
    await writeMark(transaction, MARK, JSON.stringify(settings))
  }

  /** Forgets what was read, after the transaction that wrote has ended. */
  forget(): void {
    this.#known = null
  }
}
