import { useSelection } from '../../app/selection.store'
import type { CardTool } from '../patients/card/card-tools'
import KnowledgePanel from './KnowledgePanel.vue'
import { usePortal } from './portal.store'

export const cardTools: readonly CardTool[] = [
  {
    id: 'portal.knowsOf',
    titleKey: 'portal.knows.command',
    order: 45,
    when: () => usePortal().isOn,
    run: ({ id }) => useSelection().openForm(KnowledgePanel, { patientId: id })
  }
]
