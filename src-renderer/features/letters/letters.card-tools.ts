import { useSelection } from '../../app/selection.store'
import type { CardTool } from '../patients/card/card-tools'
import LetterForm from './LetterForm.vue'

export const cardTools: readonly CardTool[] = [
  {
    id: 'letters.write',
    titleKey: 'letters.writeFor',
    order: 30,
    run: ({ id }) => useSelection().openForm(LetterForm, { patientId: id })
  }
]
