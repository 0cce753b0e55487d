import { useSelection } from '../../app/selection.store'
import type { CardTool } from '../patients/card/card-tools'
import ConfidentialityForm from './ConfidentialityForm.vue'

export const cardTools: readonly CardTool[] = [
  {
    id: 'rights.confidentiality',
    titleKey: 'rights.confidential.command',
    order: 80,
    run: ({ id }) => useSelection().openForm(ConfidentialityForm, { patientId: id })
  }
]
