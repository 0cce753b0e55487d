import type { SimilarPatient } from '@contract/duplicates'
import type { PatientId } from '@contract/ids'
import type { PatientDraft } from '@contract/patients'
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { showError } from '../../app/undo'
import { call } from '../../core-client'
import { latest } from '../../lib/latest'

type Identity = Pick<PatientDraft, 'familyName' | 'givenName' | 'birthDate' | 'nationalNumber' | 'mobile'>
const SHOWN = 4

/** Patients who may be the one being written down, while it is written; the best first. */
export function useDuplicates(
  draft: () => PatientDraft | null,
  exceptPatientId: PatientId | null
): ShallowRef<readonly SimilarPatient[]> {
  const hits = shallowRef<readonly SimilarPatient[]>([])
  const search = latest({
    ask: (identity: Identity) => call('patients.findDuplicates', { ...identity, exceptPatientId }),
    answered: (found) => (hits.value = found.slice(0, SHOWN)),
    failed: showError,
    delayMs: 150
  })

  watch(
    () => identityOf(draft()),
    (now, before) => {
      if (JSON.stringify(now) === JSON.stringify(before)) return
      if (now !== null && isEnoughToCompare(now)) return search.ask(now)
      search.stop()
      hits.value = []
    },
    { immediate: true }
  )
  onScopeDispose(search.stop)
  return hits
}

function identityOf(draft: PatientDraft | null): Identity | null {
  if (draft === null) return null
  const { familyName, givenName, birthDate, nationalNumber, mobile } = draft
  return { familyName, givenName, birthDate, nationalNumber, mobile }
}

function isEnoughToCompare({ familyName, givenName, birthDate, nationalNumber, mobile }: Identity): boolean {
  const hasNumber = (nationalNumber ?? '').length >= 6 || (mobile ?? '').length >= 8
  return hasNumber || (familyName.length >= 2 && (givenName.length >= 2 || birthDate !== null))
}
