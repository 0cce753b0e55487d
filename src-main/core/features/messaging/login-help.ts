import type { LoginHelp } from '@contract/login-help'
import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { formatTelephone } from '../../platform/telephone'
import { consentState } from '../consents'
import { HEALTH_MAJORITY_YEARS, isMinor, messageTarget } from '../patients'
import { listCodeLives, type CodeLifeRow } from './code-life.queries'
import { lifeStateOf } from './code-life.rules'
import { minutesToNextCode, MOST_TRIES } from './code.rules'
import { DAY_HOURS } from './codes'
import { askedSince } from './codes.queries'
import type { Moment } from './context'
import { diagnose, type LoginAnswers } from './login-help.rules'
import { isFullNumber, type CodeFact, type LoginFacts, type PortalFacts } from './login-facts.rules'
import { readLoginRow, type LoginRow } from './login-help.queries'
import { storyOf, type StorySource } from './login-story.rules'
import { momentMs, storedMoment } from './moment'
import { findStanding, requestsSince, triesOf } from './portal-codes.queries'

/** More than the ten that may be sent in a day. */
const CODES_OF_A_DAY = 20
const ENDING_DIGITS = 5
/** What the patient has in mind when phoning. */
const RECENT_TRY_MS = 60 * 60_000

/**
 * What keeps a patient out of the portal, from the record and what the patient has answered so far.
 * @throws AppError `not-found`
 */
export async function loginHelp(
  reader: Reader,
  { patientId, moment, ...answers }: LoginAnswers & { patientId: PatientId; moment: Moment }
): Promise<LoginHelp> {
  const grownSince = moment.day.today.subtract({ years: 1 }).toString()
  const row = await readLoginRow(reader, patientId, grownSince)
  if (!row) throw new AppError('not-found')
  const codes = await codesOfToday(reader, patientId, moment)
  const portal = await readPortalStory(reader, patientId, moment)
  const proving = new Set(
    portal.requests.flatMap((one) => (one.purpose === 'verify-mobile' ? [one.message_id] : []))
  )
  // A code that went to a new mobile lets nobody in, whatever became of it.
  const toLogIn = codes.filter(({ message_id }) => !proving.has(message_id))
  const facts = await readFacts(reader, { patientId, row, codes: toLogIn, portal: portal.facts, moment })
  const { findings, question } = diagnose(facts, answers)
  return {
    findings: [...findings],
    question,
    attempts: storyOf({ codes, ...portal }),
    facts: shownFacts(row, toLogIn[0], { moment, minutesToNextCode: facts.minutesToNextCode })
  }
}

async function codesOfToday(
  reader: Reader,
  patientId: PatientId,
  { now }: Moment
): Promise<readonly CodeLifeRow[]> {
  const page = {
    patientId,
    filter: 'all',
    beforeId: null,
    limit: CODES_OF_A_DAY,
    now: storedMoment(now)
  } as const
  const since = storedMoment(now.subtract({ hours: DAY_HOURS }))
  return (await listCodeLives(reader, page)).filter(({ asked_at }) => asked_at > since)
}

async function readFacts(
  reader: Reader,
  {
    patientId,
    row,
    codes,
    portal,
    moment
  }: {
    patientId: PatientId
    row: LoginRow
    codes: readonly CodeLifeRow[]
    portal: PortalFacts
    moment: Moment
  }
): Promise<LoginFacts> {
  const { now, day } = moment
  const key = { patientId, purpose: 'one-time-code', channel: 'sms' } as const
  const consent = await consentState(reader, key, day)
  const target = await messageTarget(reader, { patientId, purpose: 'texts' }, day)
  return {
    isReserved: row.isReserved,
    hasGpHere: row.hasGpHere,
    hasFullNumber: isFullNumber(row.inUse?.type ?? null),
    hasFormerNumber: row.former !== null,
    wasNumberCorrected: row.correctedAt !== null,
    hasMobile: row.mobile !== null,
    isMobileDisputed: row.isMobileDisputed,
    isMobileFromParents: !target.ok && target.reason === 'turned-16',
    isCodeAllowed: consent.isAllowed,
    isMinor: isMinor(row.birthDate, day),
    childState: childStateOf(row),
    // At the desk the patient asks for it, so only a "no" is an obstacle.
    canBeSentCode:
      row.mobile !== null && !row.isMobileDisputed && !row.isReserved && consent.state !== 'withdrawn',
    codes: codes.map((code) => codeFact(code, row.mobile, moment)),
    minutesToNextCode: await waitForNextCode(reader, { patientId, mobile: row.mobile, now }),
    portal
  }
}

interface PortalStory extends Pick<StorySource, 'requests' | 'tries'> {
  readonly facts: PortalFacts
}

/** What was asked for and typed at the portal, and how the account there stands. */
async function readPortalStory(reader: Reader, patientId: PatientId, { now }: Moment): Promise<PortalStory> {
  const standing = await findStanding(reader, patientId)
  if (standing === null)
    return { requests: [], tries: [], facts: { isLocked: false, hasActivationBounced: false, lastTry: null } }
  const since = storedMoment(now.subtract({ hours: DAY_HOURS }))
  const requests = await requestsSince(reader, standing.remotePatient, since)
  const tries = await triesOf(
    reader,
    requests.map(({ id }) => id)
  )
  const last = tries.at(-1)
  const isRecent = last !== undefined && momentMs(last.at) > now.epochMilliseconds - RECENT_TRY_MS
  const { accountState, activation } = standing
  const facts = {
    isLocked: accountState === 'locked',
    hasActivationBounced: accountState === 'invited' && activation === 'bounced',
    lastTry: isRecent && last.outcome !== 'right' ? last.outcome : null
  }
  return { requests, tries, facts }
}

/** Who has one child that came of age and a younger one most likely asks about the first. */
function childStateOf({ hasChild, hadChildUntilGrown }: LoginRow): LoginFacts['childState'] {
  if (hadChildUntilGrown) return 'grown'
  return hasChild ? 'minor' : 'none'
}

function codeFact(code: CodeLifeRow, mobile: string | null, { now }: Moment): CodeFact {
  return {
    channel: code.channel,
    state: lifeStateOf(code, code.message_state, storedMoment(now)),
    failure: code.reason,
    ageMinutes: (now.epochMilliseconds - momentMs(code.asked_at)) / 60_000,
    isSent: code.sent_at !== null,
    isDelivered: code.delivered_at !== null,
    wrongTries: code.tries,
    isToCurrentAddress: code.channel === 'email' || code.mobile === mobile
  }
}

async function waitForNextCode(
  reader: Reader,
  { patientId, mobile, now }: { patientId: PatientId; mobile: string | null; now: Moment['now'] }
): Promise<number> {
  if (mobile === null) return 0
  const since = storedMoment(now.subtract({ hours: DAY_HOURS }))
  return minutesToNextCode(await askedSince(reader, { patientId, mobile, since }), { patientId, mobile, now })
}

function shownFacts(
  { language, mobile, inUse, former, correctedAt }: LoginRow,
  newest: CodeLifeRow | undefined,
  { moment: { settings }, minutesToNextCode: minutes }: { moment: Moment; minutesToNextCode: number }
): LoginHelp['facts'] {
  return {
    language: language ?? settings.language,
    mobileDisplay: mobile === null ? null : formatTelephone(mobile, settings.country),
    numberEnding: inUse?.value.slice(-ENDING_DIGITS) ?? null,
    formerNumberEnding: former?.value.slice(-ENDING_DIGITS) ?? null,
    numberCorrectedAt: correctedAt,
    codeAskedAt: newest?.asked_at ?? null,
    codeSentAt: newest?.sent_at ?? null,
    codeDeliveredAt: newest?.delivered_at ?? null,
    codeFailure: newest?.reason ?? null,
    majorityAge: HEALTH_MAJORITY_YEARS[settings.country],
    triesLeft: newest ? Math.max(0, MOST_TRIES - newest.tries) : MOST_TRIES,
    minutesToNextCode: minutes
  }
}
