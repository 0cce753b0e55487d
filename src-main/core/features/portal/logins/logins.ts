import { PatientId } from '@contract/ids'
import type { Database } from '../../../database/database'
import { toStoredInstant, type Clock } from '../../../platform/clock'
import type { EventBus } from '../../../platform/event-bus'
import { describeError } from '../../../platform/log'
import { PortalFault, PortalRefusal, type PortalEvent } from '../../../portal'
import type { Audit } from '../../audit'
import type { DecideDependencies } from '../../consents'
import type { PortalCodes } from '../../messaging'
import { readClinicDay } from '../../patients'
import type { Settings } from '../../settings'
import type { SyncContext } from '../context'
import { portalAccountHandlers, takeAccount } from './accounts'
import { removeOldLogins } from './accounts.queries'
import { takeCodeRequest, takeTypedCode } from './code-events'
import { portalConsultationHandlers } from './consultation'
import { Looks } from './looks'
import { NoticeLine } from './notice-line'
import { portalRefusalHandlers } from './refusals'
import { takeRegistration } from './registration-events'
import { createSayings } from './say-notice'

export interface LoginDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly settings: Settings
  readonly audit: Audit
  readonly events: EventBus
  readonly codes: PortalCodes
  readonly consents: DecideDependencies
}

/** What was asked for and typed is kept as long as a question about it may come. */
const KEPT_HOURS = 90 * 24
const REMOVED_AT_ONCE = 500

/** Logins at the portal by the clinic's own codes, who may register there, and how the accounts stand. */
export function createLogins(dependencies: LoginDependencies) {
  const { database, clock, settings, events, codes } = dependencies
  const notices = new NoticeLine(createSayings(codes))
  const wake = () => notices.wake()
  const looks = new Looks(clock)
  const registration = { ...dependencies, readDay: async () => await readClinicDay(clock, settings) }
  const announce = (patientId: number | null) => {
    if (patientId !== null) events.publish('patients.changed', { patientId: PatientId.parse(patientId) })
  }

  async function take(event: PortalEvent, context: SyncContext): Promise<void> {
    if (event.event === 'code.requested') await takeCodeRequest(codes, context, event.data)
    if (event.event === 'code.typed') await takeTypedCode(codes, context, event.data)
    if (event.event === 'registration.asked')
      announce(await takeRegistration(registration, context, event.data))
    if (event.event === 'account.changed') announce(await takeAccount(context, event.data))
    wake()
  }

  return {
    handlers: {
      ...portalAccountHandlers({ ...dependencies, looks, wake }),
      ...portalConsultationHandlers({ ...dependencies, looks }),
      ...portalRefusalHandlers({ ...dependencies, looks })
    },
    /** @throws what is no fault of the event: then it comes again */
    async onEvent(event: PortalEvent, context: SyncContext): Promise<void> {
      try {
        await take(event, context)
      } catch (error) {
        const isTrouble = error instanceof PortalFault || error instanceof PortalRefusal
        if (isTrouble || context.signal.aborted || database.storageFailure !== null) throw error
        // One that breaks must not keep those behind it from their codes.
        context.log.error('portal-event-not-taken', { event: event.event, ...describeError(error) })
      }
    },
    /** For as long as the line is on. */
    run: async (context: SyncContext): Promise<void> => await notices.run(context),
    wake,
    async removeOld(): Promise<void> {
      const before = toStoredInstant(clock.now().subtract({ hours: KEPT_HOURS }))
      for (let removed = REMOVED_AT_ONCE; removed >= REMOVED_AT_ONCE;)
        removed = await database.write((transaction) =>
          removeOldLogins(transaction, { before, limit: REMOVED_AT_ONCE })
        )
    }
  }
}

export type Logins = ReturnType<typeof createLogins>
