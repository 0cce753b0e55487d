import type { ExportedResource } from '@contract/record-export'
import type { Language } from '@contract/values'
import { hasTranslation, translate } from '../../app/i18n'
import { civilDateOf, shortDate, shownTime, wallTimeOf } from '../../lib/dates'
import { shownNationalNumber, shownTelephone } from '../../lib/identity'
import { entryWords } from '../patients/log/entry-words'
import { basicWords, isAboutPortal } from './basic-words'

/** One heading of the readable copy with its table. */
export interface CopySection {
  readonly title: string
  readonly headings: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

type OfType<T extends ExportedResource['resourceType']> = Extract<ExportedResource, { resourceType: T }>
type Row = readonly string[]

/**
 * The copy in plain words for the patient: every resource of it, in the words of `language`, which `readLanguage` must
 * have read; times are the clinic's.
 */
export function copySections(
  resources: readonly ExportedResource[],
  { language, timeZone }: { language: Language; timeZone: string }
): CopySection[] {
  const word = (key: string): string => translate(`rights.copy.${key}`, {}, language)
  const worded = (key: string, plain: string): string =>
    hasTranslation(key, language) ? translate(key, {}, language) : plain
  const moment = (at: string | undefined): string => {
    if (at === undefined) return ''
    if (at.length === 10) return shortDate(at, language)
    return `${shortDate(civilDateOf(at, timeZone), language)} ${shownTime(wallTimeOf(at, timeZone), language)}`
  }
  const period = (held: { start?: string | undefined; end?: string | undefined } | undefined): string =>
    held === undefined ? '' : `${moment(held.start)} – ${moment(held.end)}`.trim()
  const entries = entryWords(language, timeZone)

  const say: { readonly [T in ExportedResource['resourceType']]: (one: OfType<T>) => Row[] } = {
    Patient: (one) => [
      [word('name'), one.name.map(({ given = [], family = '' }) => [...given, family].join(' ')).join(', ')],
      [word('born'), moment(one.birthDate)],
      [word('sex'), worded(`patients.sex.${one.gender}`, one.gender)],
      ...(one.identifier ?? []).map(({ type, value, period: held }) => [
        worded(`patients.numberType.${type.text}`, type.text),
        [shownNationalNumber(value), period(held)].filter((part) => part !== '').join(', ')
      ]),
      ...(one.telecom ?? []).map(({ system, value, period: held }) => [
        word(system),
        `${system === 'phone' ? shownTelephone(value) : value}, ${period(held)}`
      ]),
      ...(one.address ?? []).map(({ line = [], postalCode = '', city = '' }) => [
        word('address'),
        `${line.join(', ')}, ${postalCode} ${city}`
      ]),
      ...(one.communication ?? []).map(({ language: spoken }) => [
        word('language'),
        worded(`rights.copy.languages.${spoken.coding?.[0]?.code ?? ''}`, '')
      ]),
      ...(one.generalPractitioner ?? []).map(({ display = '' }) => [word('gp'), display])
    ],
    Flag: (one) => [[word('noted'), one.code.text ?? '']],
    RelatedPerson: (one) => [
      [
        one.name.map(({ text = '' }) => text).join(', '),
        worded(`rights.copy.relation.${one.relationship[0]?.text ?? ''}`, ''),
        one.patient.display ?? '',
        period(one.period)
      ]
    ],
    Consent: (one) => {
      const [decision = '', purpose = '', channel = ''] = one.provision.code.map(({ text = '' }) => text)
      return [
        [
          moment(one.dateTime),
          worded(`rights.copy.decision.${decision}`, decision),
          worded(`card.consent.${purpose}`, purpose),
          worded(`rights.copy.medium.${channel}`, channel),
          worded(`rights.copy.basis.${one.policyRule.text ?? ''}`, '')
        ]
      ]
    },
    Appointment: (one) => [
      [
        moment(one.start ?? one.created),
        one.serviceType?.[0]?.text ?? word('wish'),
        one.participant.map(({ actor }) => actor.display ?? '').join(''),
        worded(`rights.copy.status.${one.status}`, one.status),
        one.comment ?? ''
      ]
    ],
    Encounter: (one) => [[period(one.period), worded(`rights.copy.visit.${one.status}`, one.status)]],
    Provenance: (one) => [
      [
        moment(one.recorded),
        worded(`rights.copy.step.${one.activity.text ?? ''}`, one.activity.text ?? ''),
        ...(isAboutNumber(one) ? [numbersOf(one)] : []),
        one.agent.map(({ who }) => who.display ?? '').join('')
      ]
    ],
    Basic: basicWords({ word, worded, moment, language }),
    ChargeItem: (one) => [
      [
        moment(one.occurrenceDateTime),
        worded(`rights.copy.fee.${one.code.text ?? ''}`, ''),
        one.priceOverride === undefined
          ? ''
          : `${amountWords(one.priceOverride.value, language)} ${one.priceOverride.currency}`,
        word(`feeState.${one.status}`),
        one.note?.map(({ text }) => text).join(' ') ?? ''
      ]
    ],
    Communication: (one) => [
      [
        moment(one.sent ?? one.received),
        worded(`rights.copy.medium.${one.medium[0]?.text ?? ''}`, ''),
        one.category
          .map(({ text = '' }) =>
            worded(`messages.purpose.${text}`, worded(`rights.copy.letter.${text}`, text))
          )
          .join(''),
        messageState(one),
        one.payload?.[0]?.contentString ?? word('textDeleted')
      ]
    ],
    Task: (one) => [
      [
        moment(one.authoredOn),
        one.description ?? worded(`rights.copy.task.${one.code.text ?? ''}`, ''),
        worded(`rights.copy.taskStatus.${one.status}`, one.status),
        one.note?.map(({ text }) => text).join(' ') ?? ''
      ]
    ],
    AuditEvent: (one) => {
      const entry = {
        id: 0,
        occurredAt: one.recorded,
        userName: one.agent[0]?.name ?? '',
        role: one.agent[0]?.role[0]?.text ?? '',
        action: one.subtype[0]?.code ?? '',
        reason: one.purposeOfEvent?.[0]?.text ?? null,
        detail: one.entity[0]?.description ?? null
      }
      return [[entries.when(entry), entries.who(entry), entries.what(entry), entries.why(entry)]]
    }
  }

  function numbersOf({ target, entity = [] }: OfType<'Provenance'>): string {
    const shown = [...entity.map(({ what }) => what.display), target[0]?.display]
    return shown.flatMap((value) => (value === undefined ? [] : [shownNationalNumber(value)])).join(' → ')
  }

  function messageState({ statusReason, sender }: OfType<'Communication'>): string {
    if (sender) return word('fromYou')
    const [state = ''] = (statusReason.text ?? '').split(':')
    return worded(`messages.state.${state}`, worded(`rights.copy.letterState.${state}`, state))
  }

  function rowsOf<T extends ExportedResource['resourceType']>(
    type: T,
    toRows: (one: OfType<T>) => Row[],
    isWanted: (one: OfType<T>) => boolean = () => true
  ): Row[] {
    const ofType = resources.filter((one): one is OfType<T> => one.resourceType === type)
    return ofType.filter(isWanted).flatMap(toRows)
  }

  const section = (name: string, columns: readonly string[], rows: readonly Row[]): CopySection => ({
    title: word(`section.${name}`),
    headings: columns.map((column) => word(`column.${column}`)),
    rows
  })

  return [
    section('person', ['field', 'value'], [...rowsOf('Patient', say.Patient), ...rowsOf('Flag', say.Flag)]),
    section('numbers', ['when', 'what', 'value', 'who'], rowsOf('Provenance', say.Provenance, isAboutNumber)),
    section('relations', ['name', 'relation', 'child', 'period'], rowsOf('RelatedPerson', say.RelatedPerson)),
    section('consents', ['when', 'decision', 'about', 'channel', 'basis'], rowsOf('Consent', say.Consent)),
    section(
      'appointments',
      ['when', 'what', 'with', 'state', 'note'],
      rowsOf('Appointment', say.Appointment)
    ),
    section('visits', ['period', 'state'], rowsOf('Encounter', say.Encounter)),
    section(
      'steps',
      ['when', 'what', 'who'],
      rowsOf('Provenance', say.Provenance, (one) => !isAboutNumber(one))
    ),
    section(
      'series',
      ['when', 'what', 'state'],
      rowsOf('Basic', say.Basic, (one) => !isAboutPortal(one))
    ),
    section('fees', ['when', 'why', 'amount', 'state', 'note'], rowsOf('ChargeItem', say.ChargeItem)),
    section(
      'messages',
      ['when', 'channel', 'about', 'state', 'text'],
      rowsOf('Communication', say.Communication)
    ),
    section('portal', ['when', 'what', 'state'], rowsOf('Basic', say.Basic, isAboutPortal)),
    section('tasks', ['when', 'what', 'state', 'note'], rowsOf('Task', say.Task)),
    section('log', ['when', 'who', 'what', 'why'], rowsOf('AuditEvent', say.AuditEvent))
  ].filter(({ rows }) => rows.length > 0)
}

/** A change of a national number or another one, not of an appointment. */
const isAboutNumber = ({ activity }: OfType<'Provenance'>): boolean =>
  activity.text?.startsWith('number-') ?? false

/** `200,00`: the copy is in the patient's language, not in that of the window. */
function amountWords(value: number, language: Language): string {
  return new Intl.NumberFormat(language, { minimumFractionDigits: 2 }).format(value)
}
