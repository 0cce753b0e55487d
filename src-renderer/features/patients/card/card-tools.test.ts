import type { Patient } from '@contract/patients'
import { describe, expect, it } from 'vitest'
import { patientView } from '../../../../test/builders/patient-view'
import type { CardTool } from './card-tools'
import { cardToolsFor } from './card-tools-for'

const print: CardTool = { id: 'print', titleKey: 'print', order: 1, run: () => undefined }
const children: CardTool = {
  ...print,
  id: 'children',
  when: (patient: Patient) => patient.children.length > 0
}
const doctors: CardTool = { ...print, id: 'doctors', roles: ['clinician'] }
const tools = [print, children, doctors]

const idsFor = (role: 'receptionist' | 'clinician' | undefined): string[] =>
  cardToolsFor(patientView(), role, tools).map(({ id }) => id)

describe('the menu of the patient card', () => {
  it('holds what has no roles for those at the desk, and what is possible for this patient', () => {
    expect(idsFor('receptionist')).toEqual(['print'])
  })

  it('holds what names a role for that role alone', () => {
    expect(idsFor('clinician')).toEqual(['doctors'])
  })

  it('is empty while nobody has signed in', () => {
    expect(idsFor(undefined)).toEqual([])
  })
})
