import { useSelection } from '../../app/selection.store'
import type { CardTool } from '../patients/card/card-tools'
import { useContactRegister } from './register.store'
import RegisterPanel from './RegisterPanel.vue'

export const cardTools: readonly CardTool[] = [
  {
    id: 'contactRegister.lookUp',
    titleKey: 'contactRegister.command',
    order: 50,
    when: () => useContactRegister().isOn,
    run: ({ id }) => useSelection().openForm(RegisterPanel, { patientId: id })
  }
]
