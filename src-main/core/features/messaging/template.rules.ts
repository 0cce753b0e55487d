import type { ConsentChannel } from '@contract/consents'
import type { TemplatePurpose as AnyPurpose } from '@contract/messages'
import type { Language } from '@contract/values'

export const TEMPLATE_PURPOSES = [
  'booking-confirmation',
  'appointment-reminder',
  'group-reminder',
  'move-notice',
  'cancellation-notice',
  'video-link',
  'video-late',
  'one-time-code',
  'delay-notice',
  'arrival-code',
  'answer',
  'waiting-list-offer',
  'contact-check',
  'portal-answer'
] as const satisfies readonly AnyPurpose[]
export type TemplatePurpose = (typeof TEMPLATE_PURPOSES)[number]

/** Which text it is. */
export interface TemplateKey {
  readonly channel: ConsentChannel
  readonly purpose: TemplatePurpose
  readonly language: Language
}

const APPOINTMENT_FIELDS = ['date', 'weekday', 'time', 'clinic', 'telephone', 'cancelHours'] as const
/** The code is empty while the clinic offers no self check-in; of several appointments each has its own, by the hour. */
const CHECK_IN_FIELDS = [...APPOINTMENT_FIELDS, 'checkInCode'] as const

/** Fields that may stand in a template; those that must come first. */
const FIELDS = {
  'booking-confirmation': { required: ['date', 'time'], allowed: CHECK_IN_FIELDS },
  'appointment-reminder': { required: ['date', 'time'], allowed: CHECK_IN_FIELDS },
  'group-reminder': {
    required: ['count', 'date', 'time'],
    allowed: ['count', ...CHECK_IN_FIELDS]
  },
  'move-notice': { required: ['date', 'time'], allowed: CHECK_IN_FIELDS },
  'cancellation-notice': {
    required: ['date', 'time'],
    allowed: ['date', 'weekday', 'time', 'clinic', 'telephone']
  },
  'video-link': {
    required: ['time', 'link'],
    allowed: ['date', 'weekday', 'time', 'link', 'minutes', 'clinic', 'telephone']
  },
  'video-late': {
    required: ['time'],
    allowed: ['date', 'weekday', 'time', 'minutes', 'clinic', 'telephone']
  },
  'one-time-code': { required: ['code'], allowed: ['code', 'minutes', 'clinic', 'telephone'] },
  'delay-notice': {
    required: ['minutes'],
    allowed: ['minutes', 'date', 'weekday', 'time', 'clinic', 'telephone']
  },
  'arrival-code': { required: ['code'], allowed: ['code', 'clinic', 'telephone'] },
  answer: { required: [], allowed: ['clinic', 'telephone', 'patients', 'startWord'] },
  // The number tells offers apart where several are open to one mobile.
  'waiting-list-offer': {
    required: ['date', 'time', 'until', 'number'],
    allowed: ['date', 'weekday', 'time', 'until', 'number', 'clinic', 'telephone']
  },
  'contact-check': { required: [], allowed: ['clinic', 'telephone'] },
  'portal-answer': { required: [], allowed: ['clinic', 'telephone'] }
} as const satisfies Record<TemplatePurpose, { required: readonly string[]; allowed: readonly string[] }>

/** What no message may say (Normen): who the patient is, why they come, and to which specialty. */
const FORBIDDEN: ReadonlySet<string> = new Set(
  [
    'name',
    'patient',
    'familyName',
    'givenName',
    'birthDate',
    'nationalNumber',
    'reason',
    'note',
    'type',
    'specialty',
    'clinician',
    'address',
    // The same in the desk's languages, so that whoever tries one is told why and not only that it is unknown.
    ...[
      'navn',
      'namn',
      'naam',
      'pasient',
      'patiënt',
      'fødselsnummer',
      'personnummer',
      'cpr',
      'cprnummer',
      'bsn'
    ],
    ...[
      'fødselsdato',
      'geboortedatum',
      'årsak',
      'årsag',
      'grunn',
      'reden',
      'type',
      'spesialitet',
      'lege',
      'læge',
      'arts'
    ]
  ].map((field) => field.toLowerCase())
)

export type TemplateValues = Readonly<Record<string, string>>

export interface TemplateProblem {
  readonly code: string
  readonly parameters: Record<string, string>
}

export function isTemplatePurpose(purpose: AnyPurpose): purpose is TemplatePurpose {
  return TEMPLATE_PURPOSES.some((known) => known === purpose)
}

export function fieldsOf(purpose: TemplatePurpose): string[] {
  return [...FIELDS[purpose].allowed]
}

type Node =
  { kind: 'text'; text: string } | { kind: 'field'; name: string } | { kind: 'group'; nodes: Node[] }

/**
 * Puts values into a template. `{field}` is a value; a passage in square brackets is left out when a field directly in
 * it has none, so that "at the clinic" goes as a whole. Brackets may stand within brackets.
 */
export function renderTemplate(body: string, values: TemplateValues): string {
  return renderNodes(parse(body), values)
}

function renderNodes(nodes: readonly Node[], values: TemplateValues): string {
  return nodes
    .map((node) => {
      if (node.kind === 'text') return node.text
      if (node.kind === 'field') return values[node.name] ?? ''
      return isEmptyGroup(node.nodes, values) ? '' : renderNodes(node.nodes, values)
    })
    .join('')
}

function isEmptyGroup(nodes: readonly Node[], values: TemplateValues): boolean {
  return nodes.some((node) => node.kind === 'field' && !values[node.name])
}

function parse(body: string): Node[] {
  const stack: Node[][] = [[]]
  for (const token of body.match(/\{[^{}]*\}|\[|\]|[^{}[\]]+|[{}]/g) ?? []) {
    const nodes = stack.at(-1) ?? []
    if (token === '[') stack.push([])
    else if (token === ']' && stack.length > 1) {
      const group = stack.pop() ?? []
      stack.at(-1)?.push({ kind: 'group', nodes: group })
    } else if (/^\{.*\}$/s.test(token)) nodes.push({ kind: 'field', name: token.slice(1, -1).trim() })
    else nodes.push({ kind: 'text', text: token })
  }
  while (stack.length > 1) {
    const group = stack.pop() ?? []
    stack.at(-1)?.push(...group)
  }
  return stack[0] ?? []
}

export function templateProblems(purpose: TemplatePurpose, body: string): TemplateProblem[] {
  return problemsWith(FIELDS[purpose], body)
}

/** Fields that may stand in a text; those that must. */
export interface TextFields {
  readonly required: readonly string[]
  readonly allowed: readonly string[]
}

/** What is wrong with a template: unknown, forbidden or missing fields, brackets that do not close, a number of eleven digits. */
export function problemsWith({ allowed, required }: TextFields, body: string): TemplateProblem[] {
  const used = [...body.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => (name ?? '').trim())
  const problems = [...new Set(used)]
    .filter((field) => !allowed.some((known) => known === field))
    .map((field) => ({
      code: FORBIDDEN.has(field.toLowerCase()) ? 'field-forbidden' : 'field-unknown',
      parameters: { field: `{${field}}` }
    }))
  const missing = required
    .filter((field) => !used.includes(field))
    .map((field) => ({ code: 'field-missing', parameters: { field: `{${field}}` } }))
  return [...problems, ...missing, ...bracketProblems(body), ...textProblems(body)]
}

function bracketProblems(body: string): TemplateProblem[] {
  let depth = 0
  for (const character of body.replace(/\{[^{}]*\}/g, '')) {
    if (character === '{' || character === '}')
      return [{ code: 'brackets', parameters: { bracket: character } }]
    if (character === '[') depth++
    if (character === ']') depth--
    if (depth < 0) break
  }
  return depth === 0 ? [] : [{ code: 'brackets', parameters: { bracket: depth > 0 ? '[' : ']' } }]
}

/** Problems of a text that a person writes: a national number must not be in an SMS. */
export function textProblems(text: string): TemplateProblem[] {
  return hasNationalNumber(text) ? [{ code: 'national-number', parameters: {} }] : []
}

/** Norwegian, Danish (a birth date, then four figures) and Dutch numbers, which a telephone number cannot be taken for. */
function hasNationalNumber(text: string): boolean {
  const isNorwegian = /(?<![\d+])\d{6}[ -]?\d{5}(?!\d)/.test(text)
  // Without a hyphen ten figures that begin with 0 are a Dutch telephone.
  const isDanish = /(?<!\d)(?:[0-3]\d(?:0[1-9]|1[0-2])\d{2}-|[1-3]\d(?:0[1-9]|1[0-2])\d{2})\d{4}(?!\d)/.test(
    text
  )
  const isDutch = [...text.matchAll(/(?<![\d+])[1-9]\d{8}(?!\d)/g)].some(([digits]) => isBsn(digits))
  return isNorwegian || isDanish || isDutch
}

/** Weights 9 to 2 and −1; the sum is a multiple of eleven (Rvig, "elfproef"). */
function isBsn(digits: string): boolean {
  const sum = [...digits].reduce(
    (total, digit, index) => total + Number(digit) * (index === 8 ? -1 : 9 - index),
    0
  )
  return sum % 11 === 0
}
