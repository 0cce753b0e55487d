import { RETENTION_KINDS } from '@contract/choices'
import type { RetentionSettings } from '@contract/retention'
import { AppError } from '../../platform/app-error'
import type { Handlers } from '../../rpc/handlers'
import type { RetentionDependencies } from './erase'
import { lastRun } from './expiry.queries'
import { retentionRule } from './retention.rules'
import { readRetention, writeRetention } from './retention-store'

/** How long each kind of data is kept, and what the last night removed. */
export function retentionSettingHandlers({
  database,
  audit,
  settings
}: RetentionDependencies): Handlers<'retention.get' | 'retention.save'> {
  async function read(): Promise<RetentionSettings> {
    const { country } = await settings.read()
    const { months, undoDays } = await readRetention(database.reader)
    return {
      rules: RETENTION_KINDS.map((kind) => retentionRule(kind, country, months)),
      undoDays,
      lastRun: await lastRun(database.reader)
    }
  }
  return {
    'retention.get': async () => await read(),
    async 'retention.save'({ months, undoDays }, { actor }) {
      const { country } = await settings.read()
      const tooShort = RETENTION_KINDS.find((kind) => {
        const chosen = months[kind]
        return typeof chosen === 'number' && chosen < retentionRule(kind, country, {}).leastMonths
      })
      if (tooShort) throw new AppError('retention-too-short', { kind: tooShort })
      await database.write(async (transaction) => {
        const stored = await readRetention(transaction)
        await writeRetention(transaction, { ...stored, months: { ...stored.months, ...months }, undoDays })
        await audit.record(transaction, actor, {
          action: 'retention.changed',
          patientId: null,
          detail: Object.keys(months).join(', ')
        })
      })
      return await read()
    }
  }
}
