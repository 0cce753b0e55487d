import { useSelection } from '../../app/selection.store'
import type { CardTool } from '../patients/card/card-tools'
import IdentityPanel from './IdentityPanel.vue'
import NewbornForm from './NewbornForm.vue'
import ReplaceNumberForm from './ReplaceNumberForm.vue'

/** What a patient is known by, from the card. */
export const cardTools: readonly CardTool[] = [
  {
    id: 'identity.identifiers',
    titleKey: 'identity.title',
    order: 10,
    run: ({ id }) => useSelection().openForm(IdentityPanel, { patientId: id })
  },
  {
    id: 'identity.replace',
    titleKey: 'identity.replace.command',
    order: 11,
    when: ({ identifiers }) =>
      identifiers.some(({ status, country }) => status === 'in-use' && country === null),
    run: ({ id }) => useSelection().openForm(ReplaceNumberForm, { patientId: id })
  },
  {
    id: 'identity.newborn',
    titleKey: 'identity.newborn.command',
    order: 60,
    when: ({ sex, age }) => sex !== 'male' && (age === null || age >= 12),
    run: (mother) => useSelection().openForm(NewbornForm, { motherId: mother.id })
  }
]
