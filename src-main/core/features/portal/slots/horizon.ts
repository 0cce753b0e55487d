import type { CivilDate } from '@contract/values'
import type { Reader } from '../../../database/database'
import type { ClinicDay } from '../../patients'
import { readWeeksAhead } from './slots.queries'

/** The days for which there are slots, both included. */
export interface SlotHorizon {
  readonly from: CivilDate
  readonly until: CivilDate
}

export async function slotHorizon(reader: Reader, { today }: Pick<ClinicDay, 'today'>): Promise<SlotHorizon> {
  const weeks = await readWeeksAhead(reader)
  return { from: today.toString(), until: today.add({ weeks }).toString() }
}
