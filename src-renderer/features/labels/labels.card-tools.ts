import { useSelection } from '../../app/selection.store'
import type { CardTool } from '../patients/card/card-tools'
import LabelForm from './LabelForm.vue'

export const cardTools: readonly CardTool[] = [
  {
    id: 'labels.one',
    titleKey: 'labels.one',
    order: 70,
    run: ({ id }) => useSelection().openForm(LabelForm, { patientId: id })
  }
]
