import type { AccessLogEntry } from '@contract/audit'
import { beforeAll, describe, expect, it } from 'vitest'
import { readLanguage } from '../../../app/i18n'
import { logCsv, logJson, type LogCopy } from './log-file'

const entry: AccessLogEntry = {
  id: 7,
  occurredAt: '2026-12-03T08:20:00Z',
  userName: 'Randi Berg',
  role: 'receptionist',
  action: 'patient.opened',
  reason: 'booking',
  detail: null
}

const copy: LogCopy = {
  clinicName: 'Eksempel legesenter',
  patientName: 'Ingrid Sørlie',
  birthDate: '1987-05-17',
  period: { from: '2026-12-01', until: null },
  madeOn: '2026-12-04',
  language: 'nb',
  timeZone: 'Europe/Oslo',
  entries: [
    entry,
    { ...entry, id: 6, action: 'appointment.booked', reason: null, detail: 'appointment 12' },
    { ...entry, id: 5, action: 'patient.changed', reason: null, detail: 'mobile, note' }
  ]
}

beforeAll(async () => {
  await readLanguage('nb')
  await readLanguage('nl')
})

describe('a copy of the access log', () => {
  it('says in plain words who did what, when and why, and no number of the program’s own', () => {
    expect(logCsv(copy)).toBe(
      [
        '\uFEFFKlinikk;Eksempel legesenter',
        'Pasient;Ingrid Sørlie',
        'Født;17.05.1987',
        'Periode;01.12.2026 –',
        'Laget;04.12.2026',
        '',
        'Når;Hvem;Hva;Grunn',
        '03.12.2026 09.20;Randi Berg (sekretær);Åpnet journalkortet;Avtale time',
        '03.12.2026 09.20;Randi Berg (sekretær);Avtalte time;',
        '03.12.2026 09.20;Randi Berg (sekretær);Endret pasient – Mobilnummer, Notat til skranken;',
        ''
      ].join('\r\n')
    )
  })

  it('is in the language it is asked for, with the moment and the code beside the words for a program', () => {
    const { entries } = JSON.parse(logJson({ ...copy, language: 'nl' }))
    expect(entries[0]).toMatchObject({
      occurredAt: '2026-12-03T08:20:00Z',
      who: 'Randi Berg (assistent)',
      action: 'patient.opened',
      why: 'Afspraak maken'
    })
  })
})
