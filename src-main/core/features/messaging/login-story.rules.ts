import type { MessageId } from '@contract/ids'
import type { LoginAttempt, LoginStep } from '@contract/login-help'
import type { PortalCodeRequest, PortalCodeTry } from './portal-codes.queries'

/** A code of the last day, as the story needs it. */
export interface ToldCode {
  readonly message_id: MessageId
  readonly source: LoginAttempt['source']
  readonly asked_by_name: string | null
  readonly asked_at: string
  readonly submitted_at: string | null
  readonly sent_at: string | null
  readonly delivered_at: string | null
  readonly state: 'active' | 'used' | 'replaced' | 'ended' | 'expired'
  readonly ended_at: string | null
  readonly message_state: string
  readonly message_ended_at: string | null
}

export interface StorySource {
  readonly codes: readonly ToldCode[]
  readonly requests: readonly PortalCodeRequest[]
  /** In the order in which they were typed. */
  readonly tries: readonly PortalCodeTry[]
}

/**
 * Every attempt to get in, the newest first: who asked, what became of the code, what was typed. A request of the portal
 * that brought no code has its refusal instead.
 */
export function storyOf({ codes, requests, tries }: StorySource): LoginAttempt[] {
  const requestOf = new Map(
    requests.flatMap((one) => (one.message_id === null ? [] : [[one.message_id, one]]))
  )
  const typedIn = (id: string | undefined) => tries.filter(({ request_id }) => request_id === id)
  const told = codes.map((code): LoginAttempt => {
    const request = requestOf.get(code.message_id)
    return {
      source: code.source,
      purpose: request?.purpose ?? 'login',
      askedBy: code.asked_by_name,
      steps: inOrder([
        { what: 'asked', at: request?.asked_at ?? code.asked_at },
        ...wayOf(code),
        ...endOf(code, typedIn(request?.id)),
        ...typedIn(request?.id).map(typed)
      ])
    }
  })
  const refused = requests.flatMap((request): LoginAttempt[] => {
    const { refusal, purpose, asked_at, received_at, id } = request
    if (refusal === null) return []
    const steps = [
      { what: 'asked', at: asked_at },
      { what: REFUSED[refusal], at: received_at }
    ] as const
    return [
      { source: 'portal', purpose, askedBy: null, steps: inOrder([...steps, ...typedIn(id).map(typed)]) }
    ]
  })
  return [...told, ...refused].sort((a, b) => momentOf(b).localeCompare(momentOf(a)))
}

const REFUSED = {
  limit: 'refused-limit',
  'not-allowed': 'refused-not-allowed',
  'nothing-to-verify': 'refused-nothing-to-verify',
  expired: 'refused-too-late'
} as const satisfies Record<NonNullable<PortalCodeRequest['refusal']>, LoginStep['what']>

const momentOf = ({ steps }: LoginAttempt): string => steps[0]?.at ?? ''

/** Those of one moment keep the order in which they are given. */
const inOrder = (steps: readonly LoginStep[]): LoginStep[] =>
  [...steps].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))

/** That it was sent is said only where nothing tells that it arrived: the modem's moment is there already. */
function wayOf(code: ToldCode): LoginStep[] {
  const step = (what: LoginStep['what'], at: string | null): LoginStep[] =>
    at === null ? [] : [{ what, at }]
  const { message_state: state, message_ended_at: ended } = code
  return [
    ...step('on-modem', code.submitted_at),
    ...step('sent', code.delivered_at === null && state === 'sent' ? code.sent_at : null),
    ...step('delivered', code.delivered_at),
    ...step('failed', state === 'failed' || state === 'blocked' || state === 'cancelled' ? ended : null),
    ...step('uncertain', state === 'uncertain' ? ended : null),
    ...step('never-left', state === 'expired' ? ended : null)
  ]
}

/** What ended it, where that was not something typed at the portal. */
function endOf({ state, ended_at }: ToldCode, tries: readonly PortalCodeTry[]): LoginStep[] {
  if (ended_at === null) return []
  if (state === 'replaced') return [{ what: 'replaced', at: ended_at }]
  const isFromPortal = tries.some(({ outcome }) => outcome === 'right' || outcome === 'tries-used-up')
  if (isFromPortal) return []
  if (state === 'used') return [{ what: 'used', at: ended_at }]
  return state === 'ended' ? [{ what: 'ended', at: ended_at }] : []
}

function typed({ outcome, at }: PortalCodeTry): LoginStep {
  return { what: `typed-${outcome}`, at }
}
