import type { IncompleteRecord, RecordGap } from '@contract/registration'
import { useSelection, type EditField } from '../../app/selection.store'
import GuardianPanel from '../patients/GuardianPanel.vue'
import ReplaceNumberForm from './ReplaceNumberForm.vue'

const FIELDS = {
  name: 'name',
  birthDate: 'birthDate',
  mobile: 'mobile',
  gp: 'gp'
} as const satisfies Partial<Record<RecordGap, EditField>>

/** Opens a record at the first thing it lacks. */
export function useCompleting(): (record: IncompleteRecord) => void {
  const selection = useSelection()
  return ({ hit, missing: [gap] }) => {
    const needsReason = hit.isProtected || hit.isConfidential
    if (needsReason && hit.id !== selection.selectedPatientId) return selection.askReason(hit.id)
    selection.openPatient(hit.id, selection.reason)
    if (gap === 'guardian') selection.openForm(GuardianPanel, { patientId: hit.id })
    // A help number stands in for it: the number replaces that one.
    else if (gap === 'number' && hit.nationalNumber !== null)
      selection.openForm(ReplaceNumberForm, { patientId: hit.id })
    else if (gap !== undefined) selection.editPatient(gap === 'number' ? 'nationalNumber' : FIELDS[gap])
  }
}
