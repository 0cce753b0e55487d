import { useSelection } from '../../app/selection.store'
import type { CardTool } from '../patients/card/card-tools'
import MergeWithForm from './MergeWithForm.vue'

export const cardTools: readonly CardTool[] = [
  {
    id: 'duplicates.mergeWith',
    titleKey: 'duplicates.mergeWith.command',
    order: 40,
    run: ({ id }) => useSelection().openForm(MergeWithForm, { patientId: id })
  }
]
