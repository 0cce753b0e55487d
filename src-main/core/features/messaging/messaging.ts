import { appointmentEvents, type AppointmentMessageState } from '@contract/appointments'
import type { AppointmentId } from '@contract/ids'
import type { MethodName } from '@contract/index'
import type { ModemChoice, ModemStatus, QueueStatus } from '@contract/system'
import type { Database, Reader } from '../../database/database'
import { deriveKey } from '../../database/key-envelope'
import type { SessionOptions } from '../../mail'
import type { ModemPort } from '../../modem'
import type { ModemNeeds } from '../../modem-factory'
import { AppError } from '../../platform/app-error'
import type { Clock } from '../../platform/clock'
import type { EventBus } from '../../platform/event-bus'
import { describeError, type Log } from '../../platform/log'
import type { Handlers } from '../../rpc/handlers'
import type { AppointmentHook, AppointmentSteps, Look } from '../appointments'
import type { CheckIn } from '../check-in'
import type { ConsentQueue } from '../consents'
import type { RegisterCheck } from '../contact-register'
import type { Unsaid } from '../patients'
import type { HolidayName } from '../schedules'
import type { Audit } from '../audit'
import type { Settings } from '../settings'
import { messageStates, planForChange } from './appointment-messages'
import { codeHandlers } from './codes.handlers'
import type { CodeContext } from './codes'
import { createCheckMessages, type CheckMessages } from './check-messages'
import { createPortalAnswers, type PortalAnswers } from './portal-answers'
import type { CheckBook } from './check-reply'
import { createConsentQueue } from './consent-queue'
import { readMoment } from './context'
import { createCostMeter } from './costs'
import { costHandlers, releaseUnderCeiling } from './costs.handlers'
import { createMessagesOfTheDead, type MessagesOfTheDead } from './deaths'
import { createEmail } from './email'
import { createEmailStore } from './email-store'
import { holdHandlers, readHold } from './hold'
import { createHousekeeping, type Chore } from './housekeeping'
import { createInbox, nextInboxMoment } from './inbox'
import { inboxHandlers } from './inbox.handlers'
import { countUnread } from './inbox.queries'
import type { LetterBook } from './letter-book'
import { createKeyWaiter } from './key-waiter'
import { listHandlers } from './list.handlers'
import { loginHelpHandlers } from './login-help.handlers'
import { countQueue } from './messages.queries'
import { ModemOwner } from './modem-owner'
import { waitForFirstModem } from './modem-patience'
import { modemHandlers, statusOf } from './modem.handlers'
import { storedMoment } from './moment'
import { enqueueOperator, type OperatorSms, type OperatorSmsSummary } from './operator-sms'
import { createPortalCodes, type PortalCodes } from './portal-codes'
import { createOfferMessages, type OfferMessages } from './offer-messages'
import type { OfferBook } from './offer-reply'
import { outboxHandlers } from './outbox.handlers'
import type { MessageRow } from './outbox.queries'
import { OutboxWorker } from './outbox.worker'
import { createReach, type Reach } from './reach'
import { createReplanner } from './replan'
import { templateHandlers } from './templates.handlers'
import { createTemplates } from './templates'
import { createVideo, type Video, type VideoFollowUp } from './video'
import { createTimer, noTimer } from './timer'
import { visitHandlers } from './visit.handlers'

const MODEM_WAIT_MS = 60_000

export interface MessagingDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
  readonly settings: Settings
  readonly log: Log
  /** The database key; what keys the codes' hashes is derived from it. */
  readonly key: Buffer
  readonly look: Look
  /** Whose number and text no list shows to this caller. */
  readonly unsaid: Unsaid
  readonly holidayName: HolidayName
  readonly checkInCode: CheckIn['codeFor']
  readonly steps: AppointmentSteps
  readonly register: RegisterCheck
  readonly videoFollowUp: VideoFollowUp
  /** The waiting list: it stands after messaging. */
  readonly offers: () => OfferBook
  /** What becomes due at the clinic's midnight, before anything is sent that day: it stands after messaging. */
  readonly comingOfAge: () => Chore
  /** Campaigns: they stand after messaging. */
  readonly checks: () => CheckBook
  /** Letters stand after messaging too. */
  readonly letters: () => LetterBook
  /** Whether the patient portal has said that it reminds of this appointment itself. */
  readonly isRemindedElsewhere: (reader: Reader, id: AppointmentId) => Promise<boolean>
  /** Letters that are overtaken by the clock. */
  readonly letterChore: () => Chore
  /** Opens the modem a clinic has chosen; null for none. */
  readonly openModem: (choice: ModemChoice, needs: ModemNeeds) => ModemPort | null
  /** For tests: which mail server is trusted. */
  readonly mail: SessionOptions | undefined
  /** Sends by itself. Otherwise nothing leaves until `runDue` is called. */
  readonly runsJobs: boolean
}

type MessagingMethods = Extract<
  MethodName,
  | `messages.${string}`
  | `email.${string}`
  | `templates.${string}`
  | `modem.${string}`
  | `codes.${string}`
  | `loginHelp.${string}`
  | 'delays.preview'
  | 'delays.announce'
  | 'arrivalCodes.send'
>

export interface Messaging {
  readonly handlers: Handlers<MessagingMethods>
  /** Plans messages inside the transaction of every change to an appointment. */
  readonly onAppointmentChange: AppointmentHook
  messageStates(
    reader: Reader,
    ids: readonly AppointmentId[]
  ): Promise<ReadonlyMap<AppointmentId, AppointmentMessageState>>
  status(): Promise<{ modem: ModemStatus; queue: QueueStatus }>
  onStatusChange(listener: () => void): void
  /** Opens the modem the settings name, and lets go of the one before. */
  chooseModem(): Promise<void>
  /** For tests: a modem of their own instead of the one in the settings. */
  attachModem(port: ModemPort): void
  /**
   * Puts an operator's texts into the outbox and waits until each has ended.
   * @throws AppError `modem-unavailable` when no modem has been ready within `modemWaitMs`, `outbox-held` after a
   * restore; the texts stay in the outbox
   */
  sendOperatorSms(
    messages: readonly OperatorSms[],
    options?: { readonly modemWaitMs?: number }
  ): Promise<OperatorSmsSummary>
  /** Does what is due now and resolves when nothing more can be done at this moment. */
  runDue(): Promise<void>
  readonly videoViews: Video['views']
  /** What waits, when how a patient is reached has changed. */
  readonly reach: Reach
  /** What waits, when the patient has died. */
  readonly ofTheDead: MessagesOfTheDead
  /** What the waiting list writes. */
  readonly offerMessages: OfferMessages
  /** The codes that a portal asks for. */
  readonly portalCodes: PortalCodes
  /** What campaigns write. */
  readonly checkMessages: CheckMessages
  readonly portalAnswers: PortalAnswers
  /** What a change of consent does to the messages that wait. */
  readonly consentQueue: ConsentQueue
  /** Something was put into the outbox by another feature. */
  wake(): void
  /** The PC has slept or the clock was moved. */
  resume(): void
  close(): Promise<void>
}

/** Everything that leaves by SMS or comes in by it. */
export function createMessaging(dependencies: MessagingDependencies): Messaging {
  const { database, clock, events, settings, log, runsJobs } = dependencies
  let hasRerouted = false
  const context: CodeContext = {
    ...dependencies,
    templates: createTemplates(),
    costs: createCostMeter(),
    email: createEmailStore(),
    onRerouted() {
      hasRerouted = true
      wake()
    },
    codeKey: deriveKey(dependencies.key, 'one-time codes')
  }
  const listeners: (() => void)[] = []
  const onStatusChanged = (): void => {
    for (const listener of listeners) listener()
  }
  const keyWaiter = createKeyWaiter(context)
  const onChanged = (messages: readonly MessageRow[]): void => {
    announce(events, messages)
    keyWaiter.onChanged(messages)
    onStatusChanged()
  }
  const consentQueue = createConsentQueue(context, (messages) => {
    onChanged(messages)
    wake()
  })
  const inbox = createInbox(context, {
    queue: consentQueue,
    onReceived(people) {
      const [only] = people
      const patientId = people.length === 1 && only ? only.patientId : null
      events.publish('messages.changed', { patientId, appointmentId: null })
      for (const person of people) events.publish('patients.changed', { patientId: person.patientId })
      onStatusChanged()
      worker.wake()
    }
  })
  const replanner = createReplanner(context)
  const video = createVideo(context, { key: dependencies.key, followUp: dependencies.videoFollowUp })
  const worker: OutboxWorker = new OutboxWorker({
    context,
    timer: runsJobs ? createTimer(clock) : noTimer,
    runsByItself: runsJobs,
    readHold: () => readHold(context),
    housekeeping: createHousekeeping(context, [
      {
        name: 'coming-of-age',
        run: () => dependencies.comingOfAge().run(),
        nextMoment: async () => (await dependencies.comingOfAge().nextMoment?.()) ?? null
      },
      {
        name: 'letters',
        run: () => dependencies.letterChore().run(),
        nextMoment: async () => (await dependencies.letterChore().nextMoment?.()) ?? null
      },
      {
        name: 'campaigns',
        run: () => context.checks().chore.run(),
        nextMoment: async () => (await context.checks().chore.nextMoment?.()) ?? null
      },
      { name: 'inbox', run: () => inbox.runDue(), nextMoment: () => nextInboxMoment(context) },
      video.chore,
      {
        name: 'offers',
        run: () => context.offers().runDue(),
        nextMoment: () => context.offers().nextMoment()
      },
      {
        name: 'replan',
        async run() {
          if (await replanner.run())
            events.publish('messages.changed', { patientId: null, appointmentId: null })
        }
      },
      {
        name: 'ceiling',
        async run() {
          if (await releaseUnderCeiling(context)) onStatusChanged()
        }
      }
    ]),
    onChanged,
    onStatusChanged
  })
  const email = createEmail({
    context,
    key: dependencies.key,
    runsJobs,
    session: dependencies.mail,
    onChanged,
    onStatusChanged
  })
  const wake = (): void => {
    worker.wake()
    email.worker.wake()
  }
  const modem = new ModemOwner({ context, worker, inbox, open: dependencies.openModem })

  function changedAll(): void {
    onStatusChanged()
    wake()
  }

  async function queueStatus(): Promise<QueueStatus> {
    const { settings: clinic, now } = await readMoment(context)
    const midnight = now.toZonedDateTimeISO(clinic.timeZone).startOfDay().toInstant()
    const counts = await countQueue(database.reader, {
      dueBy: storedMoment(now),
      today: storedMoment(midnight)
    })
    return {
      ...counts,
      unread: await countUnread(database.reader),
      isHeld: await readHold(context),
      costLevel: await context.costs.level(database.reader, await readMoment(context))
    }
  }

  events.subscribe((event, payload) => {
    if (event !== 'appointments.changed') return
    // What was planned or taken out in that transaction can be read now.
    const { patientId, appointmentId } = appointmentEvents[event].payload.parse(payload)
    events.publish('messages.changed', { patientId, appointmentId })
  })

  events.subscribe((event) => {
    if (event !== 'settings.changed' && event !== 'appointmentTypes.changed') return
    // Reminders that wait may have been planned by other hours, and the ceiling may be another.
    context.costs.forget()
    replanner.noteChange()
    wake()
  })

  events.subscribe((event) => {
    // The clinic may have chosen another modem. Only a core that sends by itself holds one.
    if (event !== 'settings.changed' || !runsJobs) return
    modem.choose().catch((error: unknown) => log.error('modem-not-opened', describeError(error)))
  })

  return {
    handlers: {
      ...outboxHandlers({
        context,
        look: dependencies.look,
        unsaid: dependencies.unsaid,
        onChanged(messages) {
          onChanged(messages)
          wake()
        }
      }),
      ...inboxHandlers({ context, look: dependencies.look, unsaid: dependencies.unsaid, onStatusChanged }),
      ...templateHandlers(context, dependencies.look),
      ...costHandlers({ context, onReleased: changedAll }),
      ...listHandlers({ context, look: dependencies.look, onChanged: changedAll }),
      ...visitHandlers({ context, look: dependencies.look, onChanged: changedAll }),
      ...codeHandlers({ context, look: dependencies.look, wake }),
      ...loginHelpHandlers(context),
      ...modemHandlers({ context, modem, worker }),
      ...holdHandlers({ context, workers: [worker, email.worker], queueStatus, onStatusChanged }),
      ...email.handlers
    },
    async onAppointmentChange(transaction, change) {
      await planForChange(context, transaction, change)
      // The worker's own look waits until this transaction has ended.
      wake()
    },
    messageStates: async (reader, ids) => await messageStates(reader, ids, clock.now()),
    status: async () => ({ modem: statusOf({ context, modem, worker }), queue: await queueStatus() }),
    onStatusChange(listener) {
      listeners.push(listener)
    },
    chooseModem: async () => {
      settings.forget()
      await modem.choose()
      // What has become due while the program was off does not wait for a modem.
      wake()
    },
    attachModem: (port) => modem.attach(port),
    async sendOperatorSms(messages, { modemWaitMs = MODEM_WAIT_MS } = {}) {
      await enqueueOperator(context, messages)
      wake()
      const held = new AppError('outbox-held')
      if (await readHold(context)) return await keyWaiter.wait(messages, AbortSignal.abort(held))
      const patience = waitForFirstModem({
        ports: () => worker.ports,
        hasBeenReady: () => worker.hasBeenReady,
        mostMs: modemWaitMs
      })
      try {
        return await keyWaiter.wait(messages, patience.signal)
      } finally {
        patience.end()
      }
    },
    videoViews: video.views,
    reach: createReach(context),
    ofTheDead: createMessagesOfTheDead(context),
    offerMessages: createOfferMessages(context),
    checkMessages: createCheckMessages(context),
    portalAnswers: createPortalAnswers(context, wake),
    portalCodes: createPortalCodes(context, wake),
    consentQueue,
    wake,
    async runDue() {
      do {
        hasRerouted = false
        await Promise.all([worker.runDue(), email.worker.runDue()])
      } while (hasRerouted)
    },
    resume() {
      worker.resume()
      email.worker.resume()
    },
    async close() {
      keyWaiter.stop()
      await Promise.all([worker.stop(), email.worker.stop()])
      await modem.close()
    }
  }
}

/** Once for each patient and appointment, however many messages changed. */
function announce(events: EventBus, messages: readonly MessageRow[]): void {
  const seen = new Set<string>()
  for (const { patient_id: patientId, appointment_id: appointmentId, purpose } of messages) {
    const key = `${patientId} ${appointmentId} ${purpose === 'one-time-code'}`
    if (seen.has(key)) continue
    seen.add(key)
    events.publish('messages.changed', { patientId, appointmentId })
    if (purpose === 'one-time-code' && patientId !== null) events.publish('codes.changed', { patientId })
  }
}
