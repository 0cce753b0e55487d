import { ConsentChannel, ConsentPurpose } from '@contract/consents'
import { readBirthDates } from './birth-date.rules'
import { readConsent, tidyCell } from './import-cells.rules'
import type { ImportCells } from './import-columns.rules'
import { finding, type ImportFinding } from './import-contacts.rules'
import type { NationalNumberRules } from './national-number.rules'

export interface ImportedConsent {
  readonly purpose: ConsentPurpose
  readonly channel: ConsentChannel
  readonly decision: 'given' | 'withdrawn'
}

/** What a list may say of a patient besides who it is and how to reach. Null: nothing. */
export interface ImportedExtras {
  readonly consents: readonly ImportedConsent[]
  readonly isReserved: boolean | null
  readonly deceasedOn: string | null
  readonly note: string | null
}

const LONGEST_NOTE = 2_000
/** A register's yes and no about SMS means reminders and codes. */
const SMS_PURPOSES = ['appointment-reminder', 'one-time-code'] as const

/** Reads them; what is not understood is left out and told. */
export function readExtras(
  cells: ImportCells,
  { on }: Pick<NationalNumberRules, 'on'>
): { extras: ImportedExtras; findings: ImportFinding[] } {
  const findings: ImportFinding[] = []
  const reserved = readConsent(cells.reserved)
  if (reserved === undefined) findings.push(finding('reserved-unknown'))
  const deceased = readDeceased(tidyCell(cells.deceasedOn), on)
  if (deceased.code !== null) findings.push(finding(deceased.code))
  const named = readConsents(tidyCell(cells.consents))
  if (!named.isWhole) findings.push(finding('consents-unknown'))
  return {
    extras: {
      consents: [...smsConsents(cells.smsConsent), ...named.consents],
      isReserved: reserved == null ? null : reserved === 'given',
      deceasedOn: deceased.date,
      note: noteOf(cells.note)
    },
    findings
  }
}

function smsConsents(cell: string | undefined): ImportedConsent[] {
  const decision = readConsent(cell)
  return decision ? SMS_PURPOSES.map((purpose) => ({ purpose, channel: 'sms', decision })) : []
}

/** `appointment-reminder/sms=given`, apart by spaces. */
function readConsents(text: string): { consents: ImportedConsent[]; isWhole: boolean } {
  const items = text.split(/[\s,]+/).filter((item) => item !== '')
  const consents = items.flatMap((item): ImportedConsent[] => {
    const [key = '', decision = ''] = item.split('=')
    const [purpose, channel] = key.split('/')
    const known = [ConsentPurpose.safeParse(purpose), ConsentChannel.safeParse(channel)] as const
    if (!known[0].success || !known[1].success) return []
    if (decision !== 'given' && decision !== 'withdrawn') return []
    return [{ purpose: known[0].data, channel: known[1].data, decision }]
  })
  return { consents, isWhole: consents.length === items.length }
}

/** How a decision is written so that it is read again as the same. */
export function writtenConsent({ purpose, channel, decision }: ImportedConsent): string {
  return `${purpose}/${channel}=${decision}`
}

/** `true` without a day: dead all the same, and no message may leave; the day of the import stands for it. */
function readDeceased(
  text: string,
  on: NationalNumberRules['on']
): { date: string | null; code: string | null } {
  if (text === '') return { date: null, code: null }
  const [date] = readBirthDates(text, on)
  if (date) return { date: date.toString(), code: null }
  if (readConsent(text) === 'given') return { date: on.toString(), code: 'deceased-without-date' }
  return { date: null, code: readConsent(text) === 'withdrawn' ? null : 'deceased-unknown' }
}

/** Line breaks stay: a note may have several lines. */
function noteOf(cell: string | undefined): string | null {
  const text = (cell ?? '')
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/^'(?=[=+\-@\t])/, '')
    .trim()
  return text === '' ? null : text.slice(0, LONGEST_NOTE)
}
