import type { Fee, FeeFilter } from '@contract/fees'
import type { MethodName } from '@contract/index'
import type { FeeRules } from '@contract/settings'
import type { Database } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { toStoredInstant, type Clock } from '../../platform/clock'
import type { EventBus } from '../../platform/event-bus'
import type { Handlers } from '../../rpc/handlers'
import type { Look } from '../appointments'
import type { Audit } from '../audit'
import type { Settings } from '../settings'
import { amountOf, exemptionOf, type Lapse } from './fee.rules'
import { findLapse, insertDecision, lapsesBetween, type LapseRow } from './fees.queries'

export interface FeesDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
  readonly settings: Settings
  readonly look: Look
}

const MOST = 1_000

type FeeMethods = Extract<MethodName, `fees.${string}`>

/** Fees of those who did not come or cancelled late: a list to work through. Nothing is charged by the program. */
export function feeHandlers({
  database,
  clock,
  audit,
  events,
  settings,
  look
}: FeesDependencies): Handlers<FeeMethods> {
  return {
    async 'fees.list'(filter, { actor }) {
      const { fees: rules } = await settings.read()
      const entry = { action: 'fees.opened', patientId: null, detail: `${filter.from} ${filter.until}` }
      return await look(actor, entry, async (reader) => {
        const rows = await lapsesBetween(reader, filter, MOST + 1)
        const fees = rows.slice(0, MOST).flatMap((row) => feeOf(row, rules))
        return { fees: fees.filter((fee) => isWanted(fee, filter)), isCut: rows.length > MOST }
      })
    },
    async 'fees.decide'({ appointmentId, isHandled, note }, { actor }) {
      const { fees: rules } = await settings.read()
      const fee = await database.write(async (transaction) => {
        const lapse = await findLapse(transaction, appointmentId)
        const facts = lapse && factsOf(lapse)
        if (!lapse || !facts) throw new AppError('not-found')
        await insertDecision(transaction, {
          appointment_id: appointmentId,
          decided_at: toStoredInstant(clock.now()),
          user_id: actor.userId,
          user_name: actor.name,
          is_handled: isHandled ? 1 : 0,
          amount_minor: isHandled ? amountOf(facts, rules) : null,
          note
        })
        const { patient_id: patientId } = lapse
        const detail = `appointment ${appointmentId}`
        await audit.record(transaction, actor, { action: 'fee.decided', patientId, detail })
        const decided = await findLapse(transaction, appointmentId)
        return decided && feeOf(decided, rules)[0]
      })
      if (!fee) throw new AppError('not-found')
      events.publish('fees.changed', { appointmentId })
      return fee
    }
  }
}

function factsOf({ lapse, cancel_reason, birth_date, local_date }: LapseRow): Lapse | null {
  if (lapse === null) return null
  return { kind: lapse, cancelReason: cancel_reason, birthDate: birth_date, date: local_date }
}

function feeOf(row: LapseRow, rules: FeeRules): Fee[] {
  const facts = factsOf(row)
  if (!facts) return []
  const isHandled = row.is_handled === 1
  const { decided_at: at, user_name: userName } = row
  return [
    {
      appointmentId: row.id,
      patientId: row.patient_id,
      patientFamilyName: row.family_name,
      patientGivenName: row.given_name,
      clinicianId: row.clinician_id,
      date: row.local_date,
      time: row.local_time,
      kind: facts.kind,
      cancelReason: row.cancel_reason,
      exemption: exemptionOf(facts, rules),
      amountMinor: isHandled ? row.amount_minor : amountOf(facts, rules),
      handled: isHandled && at !== null && userName !== null ? { at, userName } : null,
      note: row.note ?? ''
    }
  ]
}

/** An exempt one needs nobody: it is open only for who asks for all. */
function isWanted({ handled, exemption }: Fee, { state }: FeeFilter): boolean {
  if (state === 'all') return true
  const isDone = handled !== null || exemption !== null
  return isDone === (state === 'handled')
}
