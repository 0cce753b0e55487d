import type { Database } from '../../database/database'
import type { Handlers } from '../../rpc/handlers'
import type { Audit } from './audit'
import { patientEntries } from './audit.queries'

const PAGE = 100

/** The patient's access log, given out on request; looking at it is itself logged. */
export function auditHandlers({
  database,
  audit
}: {
  database: Database
  audit: Audit
}): Handlers<'audit.forPatient'> {
  return {
    async 'audit.forPatient'({ patientId, cursor }, { actor }) {
      return await database.write(async (transaction) => {
        const beforeId = cursor === null ? null : Number(cursor)
        const rows = await patientEntries(transaction, { patientId, beforeId, limit: PAGE })
        await audit.record(transaction, actor, { action: 'access-log.opened', patientId })
        const last = rows.at(-1)
        return {
          entries: rows.map((row) => ({
            id: row.id,
            occurredAt: row.occurred_at,
            userName: row.user_name,
            role: row.role,
            action: row.action,
            reason: row.reason,
            detail: row.detail
          })),
          nextCursor: rows.length === PAGE && last ? String(last.id) : null
        }
      })
    }
  }
}
