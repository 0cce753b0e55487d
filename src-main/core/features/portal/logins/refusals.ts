import { PortalRefusalReason } from '@contract/portal'
import type { Database } from '../../../database/database'
import { toStoredInstant, type Clock } from '../../../platform/clock'
import type { Handlers } from '../../../rpc/handlers'
import type { Audit } from '../../audit'
import type { Looks } from './looks'
import { refusedCodes, refusedRegistrations } from './refusals.queries'

interface RefusalDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly looks: Looks
}

const REGISTRATION_HOURS = 7 * 24
const CODE_HOURS = 24
const MOST_SHOWN = 30

/** What the portal's patients were told no to, for the desk when one of them calls. */
export function portalRefusalHandlers({
  database,
  clock,
  audit,
  looks
}: RefusalDependencies): Handlers<'portal.refusals'> {
  const since = (hours: number): string => toStoredInstant(clock.now().subtract({ hours }))
  return {
    async 'portal.refusals'(_input, { actor, session }) {
      const { reader } = database
      if (!database.isReadOnly && looks.isNew(session, `${actor.userId} refusals`))
        await database.write((transaction) =>
          audit.record(transaction, actor, { action: 'portal.refusals-opened', patientId: null })
        )
      const registrations = await refusedRegistrations(reader, {
        since: since(REGISTRATION_HOURS),
        limit: MOST_SHOWN
      })
      const codes = await refusedCodes(reader, { since: since(CODE_HOURS), limit: MOST_SHOWN })
      return {
        registrations: registrations.map(({ answer, received_at }) => ({
          at: received_at,
          reason: PortalRefusalReason.parse(answer)
        })),
        codes: codes.map(({ received_at, refusal, patient_id, given_name, family_name }) => ({
          at: received_at,
          refusal,
          patient:
            patient_id === null ? null : { id: patient_id, name: `${given_name} ${family_name}`.trim() }
        }))
      }
    }
  }
}
