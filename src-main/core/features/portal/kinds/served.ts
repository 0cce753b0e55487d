import type { PatientId } from '@contract/ids'
import type { PortalMark } from '../kind'
import type { OurRows } from '../our-rows'
import { readBodyText } from '../resource-shape'

/** `waits`: whether the portal serves the patient has changed, and the portal has not been told yet. */
export type Served =
  | { readonly is: 'served' | 'not-served' }
  | { readonly is: 'waits'; readonly mark: PortalMark; readonly wasThere: true }

/**
 * Whether the portal serves a patient, for what hangs on that patient. It follows the patient: what went out, or stayed
 * here, while a consent was withdrawn would stay so where the consent was given again before the portal heard of either.
 */
export async function servedOf(rows: OurRows, patientId: PatientId, isServed: boolean): Promise<Served> {
  const mark = { type: 'Patient', localId: patientId } as const
  const agreed = await rows.agreed(mark)
  const told = agreed?.body == null ? null : readBodyText(agreed.body)
  const wasServed = told?.resourceType === 'Patient' ? told.active : undefined
  if (wasServed !== undefined && wasServed !== isServed) return { is: 'waits', mark, wasThere: true }
  return { is: isServed ? 'served' : 'not-served' }
}
