import type { Patient } from '@contract/patients'
import { useSelection } from '../../app/selection.store'
import type { CardTool } from '../patients/card/card-tools'
import DeathPanel from './DeathPanel.vue'

const open = ({ id }: Patient): void => useSelection().openForm(DeathPanel, { patientId: id })

export const cardTools: readonly CardTool[] = [
  {
    id: 'deaths.record',
    titleKey: 'deaths.command',
    order: 90,
    when: ({ deceasedOn }) => deceasedOn === null,
    run: open
  },
  {
    id: 'deaths.recorded',
    titleKey: 'deaths.recordedCommand',
    order: 5,
    when: ({ deceasedOn }) => deceasedOn !== null,
    run: open
  }
]
