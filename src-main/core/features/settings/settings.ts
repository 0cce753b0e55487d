import { ClinicSettings } from '@contract/settings'
import type { Database, Reader, Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { readSettingRows, writeSettingRow } from './settings.queries'

export interface Settings {
  /** @throws AppError `no-clinic` when the clinic has not been set up in this file. */
  read(reader?: Reader): Promise<ClinicSettings>
  /** Whether the clinic has been set up in this file. */
  exists(): Promise<boolean>
  write(transaction: Transaction, change: Partial<ClinicSettings>): Promise<ClinicSettings>
  /** Forgets what was read, after the transaction that wrote has ended. */
  forget(): void
}

/** The clinic's settings, one row each, read once and kept until they change. */
export function createSettings(database: Database): Settings {
  let known: ClinicSettings | null = null
  async function load(reader: Reader): Promise<ClinicSettings> {
    const rows = await readSettingRows(reader)
    const parsed = ClinicSettings.safeParse(
      Object.fromEntries(rows.map(({ name, value }) => [name, JSON.parse(value)]))
    )
    if (!parsed.success)
      throw new AppError(rows.length === 0 ? 'no-clinic' : 'settings-damaged', {}, { cause: parsed.error })
    return parsed.data
  }
  return {
    async read(reader) {
      // A transaction that has changed them has made them forgotten, and reads what it has written.
      if (reader) return known ?? (await load(reader))
      known ??= await load(database.reader)
      return known
    },
    async exists() {
      return known !== null || (await readSettingRows(database.reader)).length > 0
    },
    async write(transaction, change) {
      for (const [name, value] of Object.entries(change))
        await writeSettingRow(transaction, name, JSON.stringify(value))
      known = null
      return await load(transaction)
    },
    forget() {
      known = null
    }
  }
}
