import { useSelection } from '../../app/selection.store'
import type { CardTool } from '../patients/card/card-tools'
import ConfidentialityForm from './ConfidentialityForm.vue'
import ErasureForm from './ErasureForm.vue'
import HoldForm from './HoldForm.vue'
import RecordCopyForm from './RecordCopyForm.vue'

export const cardTools: readonly CardTool[] = [
  {
    id: 'rights.copy',
    titleKey: 'rights.copy.command',
    order: 70,
    run: ({ id }) => useSelection().openForm(RecordCopyForm, { patientId: id })
  },
  {
    id: 'rights.confidentiality',
    titleKey: 'rights.confidential.command',
    order: 80,
    run: ({ id }) => useSelection().openForm(ConfidentialityForm, { patientId: id })
  },
  {
    id: 'rights.hold',
    titleKey: 'rights.hold.command',
    order: 85,
    roles: ['manager'],
    run: ({ id }) => useSelection().openForm(HoldForm, { patientId: id })
  },
  {
    id: 'rights.erasure',
    titleKey: 'rights.erasure.command',
    order: 95,
    run: ({ id }) => useSelection().openForm(ErasureForm, { patientId: id })
  }
]
