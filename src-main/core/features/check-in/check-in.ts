import { randomBytes } from 'node:crypto'
import type { AppointmentId, PatientId } from '@contract/ids'
import type { CheckInOutcome } from '@contract/lan'
import type { CivilDate, Instant } from '@contract/values'
import { Temporal } from 'temporal-polyfill'
import type { Database, Reader } from '../../database/database'
import { deriveKey } from '../../database/key-envelope'
import { AppError } from '../../platform/app-error'
import { toStoredInstant, type Clock } from '../../platform/clock'
import type { EventBus } from '../../platform/event-bus'
import { civilDateOf } from '../../platform/wall-clock'
import type { Actor, Handlers } from '../../rpc/handlers'
import type { Session } from '../../rpc/session'
import type { AppointmentChange, AppointmentSteps } from '../appointments'
import type { Audit } from '../audit'
import { findAddressee, markContactVerified, readClinicDay, type Patients } from '../patients'
import type { Settings } from '../settings'
import { createAttemptThrottle } from '../users'
import { arrivalCodeOf, arrived } from '../waiting-room'
import { appointmentsByBirth, type BornOn } from './check-in.queries'
import { dayCode, isSameCode, maskedMobile, typedCode } from './day-code.rules'

/** How long the page may take to ask about the mobile. */
const RECEIPT_MINUTES = 5

export interface CheckInDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
  readonly settings: Settings
  /** The database key. */
  readonly key: Buffer
  readonly steps: Pick<AppointmentSteps, 'moment' | 'take' | 'announce'>
  readonly alerts: Patients['alerts']
  /** Whether the clinic offers check-in, and where it says that patients wait. */
  readonly offer: (reader: Reader) => Promise<{ readonly isOn: boolean; readonly waitingPlace: string }>
}

export interface CheckIn {
  readonly handlers: Handlers<'checkIn.arrive' | 'checkIn.answerMobile'>
  /** What a reminder says to check in with; empty while the clinic does not offer it. */
  codeFor(reader: Reader, appointment: { id: AppointmentId; start: Instant }): Promise<string>
}

/** What a page that checked somebody in may still answer. */
interface Receipt {
  readonly receipt: string
  readonly patientId: PatientId
  readonly mobile: string
  readonly until: Temporal.Instant
}

/** Patients who register their own arrival on a screen. It tells nobody's name, and whatever does not fit in one way. */
export function createCheckIn(dependencies: CheckInDependencies): CheckIn {
  const { database, clock, settings, steps } = dependencies
  const codeKey = deriveKey(dependencies.key, 'check-in day codes')
  const throttle = createAttemptThrottle(dependencies)
  const receipts = new WeakMap<Session, Receipt>()
  const misses = new WeakMap<Session, Map<CivilDate, number>>()

  /**
   * Wrong tries at each birth date. Who then arrives has only mistyped their own code; guesses at others stand, and so
   * do those of who shows a code that has been used already.
   */
  function missesOf(session: Session): Map<CivilDate, number> {
    const known = misses.get(session) ?? new Map<CivilDate, number>()
    misses.set(session, known)
    return known
  }

  async function find(birthDate: CivilDate, code: string): Promise<BornOn | null> {
    const typed = typedCode(code) ?? ''
    const { today } = await steps.moment()
    const born = await appointmentsByBirth(database.reader, { date: today, birthDate })
    return born.find(({ id }) => isSameCode(dayCode(codeKey, id, today), typed)) ?? null
  }

  /** The last digits of a mobile that has to be confirmed, and the receipt with which it is. */
  async function question(
    session: Session,
    found: BornOn
  ): Promise<{ mobile: string | null; receipt: string }> {
    const receipt = randomBytes(16).toString('base64url')
    const mobile = await staleMobile(dependencies, found)
    const until = clock.now().add({ minutes: RECEIPT_MINUTES })
    if (mobile !== null) receipts.set(session, { receipt, patientId: found.patientId, mobile, until })
    return { mobile: mobile === null ? null : maskedMobile(mobile), receipt }
  }

  return {
    handlers: {
      async 'checkIn.arrive'({ birthDate, code }, { session, actor }): Promise<CheckInOutcome> {
        const { isOn, waitingPlace } = await dependencies.offer(database.reader)
        const place = placeOf(session)
        if (!isOn || !place) throw new AppError('not-allowed')
        await throttle.assertMayTry(place, 'check-in-throttled')
        const found = await find(birthDate, code)
        const own = missesOf(session)
        if (!found) {
          own.set(birthDate, (own.get(birthDate) ?? 0) + 1)
          await throttle.wrong(place)
          return { outcome: 'desk' }
        }
        if (found.status === 'booked') {
          await arrive(dependencies, found, actor)
          await throttle.forgive(place, own.get(birthDate) ?? 0)
          own.delete(birthDate)
        }
        const wallCode = await arrivalCodeOf(database.reader, found.id)
        return { outcome: 'arrived', wallCode, waitingPlace, ...(await question(session, found)) }
      },
      async 'checkIn.answerMobile'({ receipt, isRight }, { session, actor }) {
        const asked = receipts.get(session)
        receipts.delete(session)
        const isLate = asked && Temporal.Instant.compare(asked.until, clock.now()) < 0
        if (!asked || isLate || asked.receipt !== receipt) throw new AppError('not-found')
        await answerMobile(dependencies, asked, { isRight, actor })
        return {}
      }
    },
    async codeFor(reader, { id, start }) {
      if (!(await dependencies.offer(reader)).isOn) return ''
      const { timeZone } = await settings.read(reader)
      return dayCode(codeKey, id, civilDateOf(Temporal.Instant.from(start), timeZone))
    }
  }
}

function placeOf({ gate }: Session): { kind: 'check-in'; address: string } | null {
  return gate?.kind === 'check-in' ? { kind: 'check-in', address: gate.address } : null
}

async function arrive(
  { database, audit, steps }: CheckInDependencies,
  { id, patientId }: BornOn,
  actor: Actor
): Promise<void> {
  const change: AppointmentChange = await database.write(async (transaction) => {
    await audit.record(transaction, actor, {
      action: 'check-in.arrived',
      patientId,
      detail: `appointment ${id}`
    })
    return await steps.take(transaction, { id, actor, decide: arrived })
  })
  steps.announce(change)
}

/** A mobile of the patient's own that nobody has confirmed for long; never that of who keeps their address secret. */
async function staleMobile(
  { database, clock, settings, alerts }: CheckInDependencies,
  { patientId, isProtected }: BornOn
): Promise<string | null> {
  if (isProtected) return null
  const known = await alerts(database.reader, [patientId])
  if (!known.get(patientId)?.includes('mobile-stale')) return null
  const addressee = await findAddressee(
    database.reader,
    { patientId, purpose: 'texts' },
    await readClinicDay(clock, settings)
  )
  return addressee?.mobile ?? null
}

/** Right: confirmed as said by the patient. Not right: it stays stale, so that the desk asks. */
async function answerMobile(
  { database, clock, audit, events }: CheckInDependencies,
  { patientId, mobile }: Receipt,
  { isRight, actor }: { isRight: boolean; actor: Actor }
): Promise<void> {
  await database.write(async (transaction) => {
    const verification = { patientId, channel: 'mobile', value: mobile, how: 'said', by: null } as const
    const at = toStoredInstant(clock.now())
    const isKept = isRight && (await markContactVerified(transaction, verification, at))
    const detail = isKept ? 'mobile' : 'mobile, ask at the desk'
    await audit.record(transaction, actor, { action: 'check-in.answered', patientId, detail })
  })
  events.publish('patients.changed', { patientId })
}
