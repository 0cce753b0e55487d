import type { GuardianId } from '@contract/ids'
import type { GuardianDraft, GuardianPurpose, Patient, RelatedPerson } from '@contract/patients'
import { useI18n } from 'vue-i18n'
import { notify, offerUndo, showError } from '../../../app/undo'
import { call } from '../../../core-client'
import { asDraft, toGuardianDraft, type ChosenGuardian } from './chosen-guardian'

/** Changes to who acts for a patient, each kept at once and taken back with Ctrl+Z. */
export function useGuardianChanges(patient: () => Patient, changed: (patient: Patient) => void) {
  const { t } = useI18n()

  async function tie(guardian: GuardianDraft): Promise<Patient> {
    const fresh = await call('patients.addGuardian', { childId: patient().id, ...guardian })
    changed(fresh)
    return fresh
  }

  async function untie(guardianId: GuardianId): Promise<void> {
    changed(await call('patients.endGuardian', { guardianId, patientId: patient().id }))
  }

  async function chooseFor(purpose: GuardianPurpose, guardianId: GuardianId | null): Promise<void> {
    changed(await call('patients.chooseCarrier', { childId: patient().id, purpose, guardianId }))
  }

  const carrierOfAll = (): RelatedPerson | undefined =>
    patient().guardians.find(({ carriesMessages }) => carriesMessages)

  /** @returns whether it is done; what went wrong has been said */
  async function attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work()
      return true
    } catch (error) {
      showError(error)
      return false
    }
  }

  return {
    add: (guardian: ChosenGuardian) =>
      attempt(async () => {
        const before = carrierOfAll()
        const fresh = await tie(toGuardianDraft(guardian))
        const added = fresh.guardians.find(({ patientId }) => patientId === guardian.guardianPatientId)
        if (!added) return
        offerUndo({
          textKey: 'patients.guardian.added',
          parameters: { name: added.name },
          undo: async () => {
            await untie(added.guardianId)
            // Who got the messages before gets them again.
            if (before && added.carriesMessages) await tie({ ...asDraft(before), carriesMessages: true })
          }
        })
      }),
    edit: (person: RelatedPerson, draft: GuardianDraft) =>
      attempt(async () => {
        await tie(draft)
        offerUndo({
          textKey: 'patients.guardian.edited',
          parameters: { name: person.name },
          undo: async () => void (await tie(asDraft(person)))
        })
      }),
    end: (person: RelatedPerson) =>
      attempt(async () => {
        await untie(person.guardianId)
        offerUndo({
          textKey: 'patients.guardian.ended',
          parameters: { name: person.name },
          undo: async () => {
            const fresh = await tie(asDraft(person))
            const again = fresh.guardians.find(({ patientId }) => patientId === person.patientId)
            if (again) for (const purpose of person.chosenFor) await chooseFor(purpose, again.guardianId)
          }
        })
      }),
    carryAll: (person: RelatedPerson) =>
      attempt(async () => {
        const before = carrierOfAll()
        await tie({ ...asDraft(person), carriesMessages: true })
        const text = t('patients.guardian.carriesNow', { name: person.name })
        if (!before) return notify(text)
        offerUndo({
          text,
          undo: async () => void (await tie({ ...asDraft(before), carriesMessages: true }))
        })
      }),
    choose: (purpose: GuardianPurpose, person: RelatedPerson) =>
      attempt(async () => {
        const before = patient().guardians.find(({ chosenFor }) => chosenFor.includes(purpose))
        // Whoever carries all the rest needs no choice of its own.
        await chooseFor(purpose, person.carriesMessages ? null : person.guardianId)
        offerUndo({
          textKey: 'patients.guardian.carrierChosen',
          parameters: { name: person.name, what: t(`patients.guardian.grid.${purpose}`) },
          undo: () => chooseFor(purpose, before?.guardianId ?? null)
        })
      })
  }
}
