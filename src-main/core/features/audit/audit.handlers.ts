import type { AccessLogEntry } from '@contract/audit'
import { Temporal } from 'temporal-polyfill'
import type { Database } from '../../database/database'
import { toStoredInstant } from '../../platform/clock'
import { BegunReadings } from '../../rpc/begun-readings'
import type { Handlers } from '../../rpc/handlers'
import type { Settings } from '../settings'
import type { Audit } from './audit'
import { patientEntries, type AccessLogRow } from './audit.queries'

const PAGE = 500

export interface AuditHandlerDependencies {
  readonly database: Database
  readonly audit: Audit
  readonly settings: Settings
}

/** The patient's access log, given out on request; looking at it is itself logged, once for all its pages. */
export function auditHandlers({
  database,
  audit,
  settings
}: AuditHandlerDependencies): Handlers<'audit.forPatient'> {
  const begun = new BegunReadings()
  return {
    async 'audit.forPatient'({ patientId, cursor, from, until, use }, call) {
      const { timeZone } = await settings.read()
      const question = {
        patientId,
        beforeId: cursor === null ? null : Number(cursor),
        since: from === null ? null : midnight(from, 0, timeZone),
        before: until === null ? null : midnight(until, 1, timeZone),
        limit: PAGE
      }
      const action = use === 'screen' ? 'access-log.opened' : 'access-log.given'
      const reading = `${use} ${patientId}`
      const goesOn = cursor !== null && begun.has(call, reading)
      const rows = await database.write(async (transaction) => {
        const found = await patientEntries(transaction, question)
        const detail = use === 'screen' ? null : use
        if (!goesOn) await audit.record(transaction, call.actor, { action, patientId, detail })
        return found
      })
      begun.begin(call, reading)
      const last = rows.at(-1)
      return {
        entries: rows.map(toEntry),
        nextCursor: rows.length === PAGE && last ? String(last.id) : null
      }
    }
  }
}

function toEntry(row: AccessLogRow): AccessLogEntry {
  return {
    id: row.id,
    occurredAt: row.occurred_at,
    userName: row.user_name,
    role: row.role,
    action: row.action,
    reason: row.reason,
    detail: row.detail
  }
}

/** The moment the clinic's day begins, `days` after the date. */
function midnight(date: string, days: number, timeZone: string): string {
  const day = Temporal.PlainDate.from(date).add({ days })
  // Without the letter behind: stored moments differ in their decimals, and with it half a second past would sort before.
  return toStoredInstant(day.toZonedDateTime(timeZone).toInstant()).replace('Z', '')
}
