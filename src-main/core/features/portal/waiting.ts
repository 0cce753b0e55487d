import type { AppointmentId, PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { openOperationsOf, type OpenOperation } from './portal-rows.queries'

/** What of an appointment or a patient the portal has not confirmed yet. */
export interface PortalWaiting {
  /**
   * `waiting`: on its way. `conflict`: somebody has to decide. `stuck`: the portal refused it, and it lies among the
   * dead letters.
   */
  readonly state: 'waiting' | 'conflict' | 'stuck'
  /** What was done: booked, moved, cancelled, or changed otherwise. */
  readonly kind: OpenOperation['kind']
  /** Since when, UTC; of several the oldest. */
  readonly since: string
}

/**
 * Of these, those that the portal has not confirmed; none where no portal is connected. One query for a whole day of the
 * calendar; what is gravest and oldest of each is said.
 */
export async function portalWaiting<Id extends AppointmentId | PatientId>(
  reader: Reader,
  type: 'Appointment' | 'Patient',
  ids: readonly Id[]
): Promise<ReadonlyMap<Id, PortalWaiting>> {
  const rows = ids.length === 0 ? [] : await openOperationsOf(reader, type, ids)
  const waiting = new Map<Id, PortalWaiting>()
  for (const { localId, kind, state, since } of rows) {
    const known = waiting.get(localId)
    const next = { kind, since, state: STATES[state] }
    if (!known || RANK[next.state] > RANK[known.state]) waiting.set(localId, next)
  }
  return waiting
}

const STATES = {
  waiting: 'waiting',
  'in-doubt': 'waiting',
  conflict: 'conflict',
  dead: 'stuck'
} as const satisfies Record<OpenOperation['state'], PortalWaiting['state']>

const RANK = { waiting: 0, stuck: 1, conflict: 2 } as const
