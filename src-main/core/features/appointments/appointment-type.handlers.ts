import type { Database } from '../../database/database'
import type { EventBus } from '../../platform/event-bus'
import type { Handlers } from '../../rpc/handlers'
import type { Audit } from '../audit'
import { listTypes, saveType } from './appointment-type.queries'
import { usualSessions } from './default-types.rules'

export interface AppointmentTypeDependencies {
  readonly database: Database
  readonly audit: Audit
  readonly events: EventBus
}

export function appointmentTypeHandlers({
  database,
  audit,
  events
}: AppointmentTypeDependencies): Handlers<'appointmentTypes.list' | 'appointmentTypes.save'> {
  return {
    'appointmentTypes.list': async () => await listTypes(database.reader),
    'appointmentTypes.save': async (input, { actor }) => {
      const draft = { ...input, allowedSessions: input.allowedSessions ?? usualSessions(input.kind) }
      const type = await database.write(async (transaction) => {
        const saved = await saveType(transaction, draft)
        await audit.record(transaction, actor, {
          action: 'appointment-type.saved',
          patientId: null,
          detail: `appointment type ${saved.id}`
        })
        return saved
      })
      events.publish('appointmentTypes.changed', {})
      return type
    }
  }
}
