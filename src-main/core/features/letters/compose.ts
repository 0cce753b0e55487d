import type { LetterKind, LetterSheet } from '@contract/letters'
import type { ClinicSettings } from '@contract/settings'
import type { Language } from '@contract/values'
import { Temporal } from 'temporal-polyfill'
import type { Reader } from '../../database/database'
import { appointmentValues, clinicValues, renderTemplate, type TemplateValues } from '../messaging'
import { isMinor, type ClinicDay } from '../patients'
import { deliveryOf, recipientLines, type Addressed } from './delivery.rules'
import type { LetterRow } from './letter.queries'
import { envelopeWords } from './letter-texts'
import type { LetterTemplates } from './letter-templates'

/** Tags with their region, for the date of a letter. */
const TAGS = { nb: 'nb-NO', nn: 'nn-NO', da: 'da-DK', nl: 'nl-NL', en: 'en-GB' } as const satisfies Record<
  Language,
  string
>

export interface ComposeContext {
  readonly templates: LetterTemplates
  readonly settings: ClinicSettings
  readonly now: Temporal.Instant
}

export interface Written {
  readonly subject: string
  readonly body: string
  readonly templateVersion: number
}

/** A letter's text from the clinic's own words. */
export async function writeFromTemplate(
  { templates, settings, now }: ComposeContext,
  reader: Reader,
  letter: { kind: LetterKind; language: Language; name: string; aboutStart: string | null }
): Promise<Written> {
  const { kind, language, name, aboutStart } = letter
  const template = await templates.find(reader, { kind, language })
  // Nobody but the patient opens it, so that the clinic is named to all.
  const source = { settings, language, isProtected: false }
  const values: TemplateValues = {
    name,
    ...(aboutStart === null
      ? clinicValues(source)
      : appointmentValues(source, { start: Temporal.Instant.from(aboutStart), now }))
  }
  return {
    subject: renderTemplate(template.subject, values),
    body: renderTemplate(template.body, values),
    templateVersion: template.version
  }
}

export function addressedOf(
  row: Pick<
    LetterRow,
    | 'family_name'
    | 'given_name'
    | 'birth_date'
    | 'address_protection'
    | 'address_line'
    | 'postal_code'
    | 'city'
  >,
  day: Pick<ClinicDay, 'today' | 'country'>
): Addressed {
  return {
    name: `${row.given_name} ${row.family_name}`.trim(),
    isMinor: isMinor(row.birth_date, day),
    addressProtection: row.address_protection,
    address: { line: row.address_line, postalCode: row.postal_code, city: row.city }
  }
}

/** A letter as it lies on paper, with this text. */
export function sheetOf(
  row: LetterRow,
  text: { subject: string; body: string },
  { settings, now }: Pick<ComposeContext, 'settings' | 'now'>
): LetterSheet {
  const { clinicName, clinicTelephone, clinicAddress, country, timeZone } = settings
  const { language } = row
  const day = (row.printed_at === null ? now : Temporal.Instant.from(row.printed_at))
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
  const addressed = addressedOf(row, { today: day, country })
  const words = envelopeWords(language)
  const delivery = deliveryOf(addressed)
  const date = day.toLocaleString(TAGS[language], { dateStyle: 'long' })
  return {
    id: row.id,
    language,
    delivery,
    sender: {
      name: clinicName,
      line: clinicAddress.line,
      place: `${clinicAddress.postalCode} ${clinicAddress.city}`.trim(),
      telephone: clinicTelephone
    },
    recipient: recipientLines(addressed, words),
    note: delivery === 'hand-over' ? words.handOver : null,
    dateline: clinicAddress.city === '' ? date : `${clinicAddress.city}, ${date}`,
    ...text
  }
}
