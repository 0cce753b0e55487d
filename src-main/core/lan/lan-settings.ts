import { randomBytes } from 'node:crypto'
import { LanSettings, type LanScreen } from '@contract/lan'
import { z } from 'zod'
import type { Reader, Transaction } from '../database/database'
import { readMark, writeMark } from '../features/settings'

const MARK = 'lan'

const Token = z.string().min(20).nullable()

/** With the secret ends of the screens' addresses: null while a screen is off. */
const Stored = LanSettings.extend({ tokens: z.strictObject({ wall: Token, 'check-in': Token }) })
export type StoredLan = z.infer<typeof Stored>

export const FIRST_PORT = 8443

const OFF: StoredLan = {
  isOn: false,
  interfaceName: null,
  port: FIRST_PORT,
  opensDesk: false,
  waitingPlace: '',
  tokens: { wall: null, 'check-in': null }
}

export async function readLan(reader: Reader): Promise<StoredLan> {
  const stored = await readMark(reader, MARK)
  return stored === null ? OFF : Stored.parse(JSON.parse(stored))
}

export async function writeLan(transaction: Transaction, settings: StoredLan): Promise<void> {
  await writeMark(transaction, MARK, JSON.stringify(settings))
}

/** 128 bits, short enough to be typed once into a wall screen. */
export function makeToken(): string {
  return randomBytes(16).toString('base64url')
}

/** Which screen an address's end belongs to. Compared in full length, so that time tells nothing. */
export function screensOf({ tokens }: StoredLan): readonly { kind: LanScreen; token: string | null }[] {
  return [
    { kind: 'wall', token: tokens.wall },
    { kind: 'check-in', token: tokens['check-in'] }
  ]
}

/** The settings as they are, read once and kept until they change. */
export interface LanStore {
  read(reader: Reader): Promise<StoredLan>
  /** After the transaction that wrote them has ended. */
  take(settings: StoredLan): void
}

export function createLanStore(): LanStore {
  let known: StoredLan | null = null
  return {
    async read(reader) {
      known ??= await readLan(reader)
      return known
    },
    take(settings) {
      known = settings
    }
  }
}
