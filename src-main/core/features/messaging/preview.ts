import type { ConsentChannel } from '@contract/consents'
import type { PatientId } from '@contract/ids'
import type { MessagePreview, TemplatePurpose } from '@contract/messages'
import type { Language } from '@contract/values'
import type { Temporal } from 'temporal-polyfill'
import type { Reader } from '../../database/database'
import { segmentText } from '../../modem'
import { carriedAs } from './carried-purpose.rules'
import { codesText, type TimedCode } from './check-in-codes'
import { CODE_MINUTES } from './code.rules'
import type { Moment } from './context'
import { withFooter } from './email-texts'
import { gsm7Replacement } from './gsm7-replacement.rules'
import { appointmentValues, clinicValues } from './message-text.rules'
import { readPerson } from './person'
import { isVideo } from './video.rules'
import { wordOf } from './reply-texts'
import { isTemplatePurpose, renderTemplate, templateProblems, textProblems } from './template.rules'

export interface PreviewInput {
  readonly channel: ConsentChannel
  readonly purpose: TemplatePurpose
  readonly language: Language
  readonly body: string
  readonly patientId: PatientId | null
}

const SAMPLE_CODE = '123456'

/** An e-mail has neither parts nor a price. */
const WITHOUT_SEGMENTS = {
  encoding: 'gsm7',
  segments: 0,
  unitsUsed: 0,
  unitsAvailable: 0,
  ucs2Characters: [],
  gsm7Body: null,
  costMinor: 0
} as const satisfies Partial<MessagePreview>
const SAMPLE_ARRIVAL_CODE = 'KT47'
const SAMPLE_DELAY = '25'
const SAMPLE_LINK = 'https://video.example/QxW3k0PzT9uYb1LmVc7RaE'
const SAMPLE_CHECK_IN_CODES = ['48213', '10394', '76021']
const SAMPLE_MINUTES_BETWEEN = 20

/** The text as it would leave, for an appointment in three days at 09.20, with what it costs and what is wrong with it. */
export async function previewMessage(
  reader: Reader,
  { channel, purpose, language, body, patientId }: PreviewInput,
  { settings, now, day }: Moment
): Promise<MessagePreview> {
  const person =
    patientId === null ? null : await readPerson(reader, { patientId, purpose: carriedAs(purpose) }, day)
  const source = { settings, language, isProtected: person?.isProtected ?? false }
  const start = now.toZonedDateTimeISO(settings.timeZone).add({ days: 3 }).withPlainTime('09:20').toInstant()
  const values = {
    ...appointmentValues(source, { start, now }),
    ...clinicValues(source),
    code: purpose === 'arrival-code' ? SAMPLE_ARRIVAL_CODE : SAMPLE_CODE,
    link: SAMPLE_LINK,
    minutes: sampleMinutes(purpose, settings),
    patients: '2',
    count: String(SAMPLE_CHECK_IN_CODES.length),
    checkInCode: codesText(sampleCodes(purpose, start), source, now),
    until: wordOf('clock', language, { ...appointmentValues(source, { start, now }) }),
    number: '2'
  }
  const isTemplate = isTemplatePurpose(purpose)
  const problems = isTemplate ? templateProblems(purpose, body) : textProblems(body)
  if (channel === 'email')
    return { ...WITHOUT_SEGMENTS, text: renderTemplate(withFooter(body, language), values), problems }
  const text = isTemplate ? renderTemplate(body, values) : body
  const { encoding, segments, unitsUsed, unitsPerSegment, ucs2Characters } = segmentText(text)
  return {
    text,
    encoding,
    segments: segments.length,
    unitsUsed,
    unitsAvailable: unitsPerSegment * segments.length,
    ucs2Characters: [...ucs2Characters],
    gsm7Body: gsm7Replacement(body),
    costMinor: segments.length * settings.messaging.segmentPriceMinor,
    problems
  }
}

/** A reminder of several appointments has a code for each. */
function sampleCodes(purpose: TemplatePurpose, start: Temporal.Instant): TimedCode[] {
  const codes = purpose === 'group-reminder' ? SAMPLE_CHECK_IN_CODES : SAMPLE_CHECK_IN_CODES.slice(0, 1)
  return codes.map((code, index) => ({
    code,
    start: start.add({ minutes: index * SAMPLE_MINUTES_BETWEEN }).toString()
  }))
}

function sampleMinutes(purpose: TemplatePurpose, { messaging }: Moment['settings']): string {
  if (purpose === 'delay-notice') return SAMPLE_DELAY
  return String(isVideo(purpose) ? messaging.video.patienceMinutes : CODE_MINUTES)
}
