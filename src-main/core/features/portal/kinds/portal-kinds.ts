import type { PortalKinds } from '../kind'
import { loadStructureCheck } from '../structure'
import { appointmentKind } from './appointment.kind'
import { communicationKind } from './communication.kind'
import { consentKind } from './consent.kind'
import { readingOf, type KindContext, type KindDependencies } from './context'
import { patientKind } from './patient.kind'
import { practitionerKind, scheduleKind } from './practitioner.kind'
import { relatedPersonKind } from './related-person.kind'
import { slotKind } from './slot.kind'
import { taskKind } from './task.kind'

export interface LoadedKinds {
  readonly kinds: PortalKinds
  /**
   * To be called after each transaction in which something was taken in or decided: the open windows are told, and what
   * is kept in memory of the calendar is read anew. After one that was rolled back it does no harm.
   */
  committed(): void
}

/** Read when a portal is connected: the definitions of FHIR are no burden to a clinic without one. */
export async function loadPortalKinds(dependencies: KindDependencies): Promise<LoadedKinds> {
  let waiting: (() => void)[] = []
  const context: KindContext = {
    ...dependencies,
    ...readingOf(dependencies),
    check: await loadStructureCheck(),
    afterCommit: (announce) => waiting.push(announce)
  }
  return {
    kinds: {
      Practitioner: practitionerKind(context),
      Schedule: scheduleKind(context),
      Patient: patientKind(context),
      RelatedPerson: relatedPersonKind(context),
      Consent: consentKind(context),
      Slot: slotKind(context),
      Appointment: appointmentKind(context),
      Communication: communicationKind(context),
      Task: taskKind(context)
    },
    committed() {
      const announcements = waiting
      waiting = []
      for (const announce of announcements) announce()
    }
  }
}
