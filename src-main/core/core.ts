import { createReadStream } from 'node:fs'
import type { ImportSummary } from '@contract/imports'
import type { MethodName } from '@contract/index'
import type { ModemStatus, QueueStatus } from '@contract/system'
import type { Database } from './database/database'
import { countNoShows, createAppointments, type AppointmentHook } from './features/appointments'
import { createAccessWatch, type AccessWatch } from './features/access-watch'
import { auditHandlers, createAudit, type Audit } from './features/audit'
import { calendarHandlers } from './features/calendar'
import { createCampaigns } from './features/campaigns'
import {
  consentHandlers,
  consentsOf,
  changedByImportedConsents,
  recordImportedConsents,
  withoutReminderConsent,
  type DecideDependencies
} from './features/consents'
import { createDeaths } from './features/deaths'
import { createDuplicates, withOpenPairs } from './features/duplicates'
import { createExchange } from './features/exchange'
import { createRegister } from './features/contact-register'
import { feeHandlers } from './features/fees'
import { createCheckIn } from './features/check-in'
import { createLetters, lettersToTheDead, withLetters } from './features/letters'
import { createMessaging, type Messaging } from './features/messaging'
import { createBirthDateChanged, createComingOfAge } from './features/family'
import { createPatients, type Neighbours, type Patients } from './features/patients'
import { reschedulingHandlers } from './features/rescheduling'
import { recordExportHandlers } from './features/record-export'
import {
  createPortal,
  createSlotKeeper,
  isRemindedByPortal,
  loadPortalKinds,
  videoLinks,
  type LoadedKinds,
  type Portal,
  type PortalDependencies,
  type SlotKeeper
} from './features/portal'
import { reportHandlers } from './features/reports'
import { createRetention, type Retention } from './features/retention'
import { createSchedules, writeFirstWeek } from './features/schedules'
import { createSeries } from './features/series'
import { clinicHandlers, createSettings, settingsHandlers, type Settings } from './features/settings'
import { createTasks, videoFollowUp, type Tasks } from './features/tasks'
import { sessionHandlers, userHandlers } from './features/users'
import { videoHandlers } from './features/video'
import { createWaitingList } from './features/waiting-list'
import { arrivalCodeHook, createWaitingRoom } from './features/waiting-room'
import { createLanStore, type LanStore } from './lan/lan-settings'
import { AppError } from './platform/app-error'
import type { Clock } from './platform/clock'
import { createEventBus, type EventBus } from './platform/event-bus'
import { FileTargets } from './platform/file-targets'
import { describeError, type Log } from './platform/log'
import { createScheduler } from './platform/scheduler'
import type { SessionOptions } from './mail'
import type { ModemPort } from './modem'
import { noModems, type ModemFactory } from './modem-factory'
import { guarded } from './record-guard'
import { SYSTEM_ACTOR, type Handlers } from './rpc/handlers'

export interface CoreOptions {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  readonly events?: EventBus
  /** The database key, for what is derived from it. */
  readonly key: Buffer
  readonly modems?: ModemFactory
  /** Files people have named for the core to write. */
  readonly targets?: FileTargets
  /** For tests: which mail server is trusted. */
  readonly mail?: SessionOptions
  /** How each type goes to the patient portal and comes from it; and for tests, what stands in between. */
  readonly portal?: Partial<
    Pick<PortalDependencies, 'loadKinds' | 'refreshPlaces' | 'random' | 'pause' | 'wrapHttp'>
  >
  /** Runs the scheduler and the outbox. A test or a short command drives them itself. */
  readonly runsJobs?: boolean
}

/** The clinic at work: its data open and every feature wired to it. */
export interface Core {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
  readonly settings: Settings
  /** How other PCs may reach the clinic. */
  readonly lan: LanStore
  readonly patients: Patients
  /** Imports a patient list from a file, in the name of the program. */
  importPatients(file: string): Promise<ImportSummary>
  /** What recording a consent from elsewhere than the desk needs (`decide`). */
  readonly consents: DecideDependencies
  readonly tasks: Tasks
  /** Looks for records that may be one person, as every night. */
  searchDuplicates(): Promise<void>
  /** For tests: looks through the access log now; by itself it does so every ten minutes. */
  readonly accessWatch: Pick<AccessWatch, 'run'>
  /** What the portal may offer, and how each type goes to it and comes from it. */
  readonly portalSlots: SlotKeeper
  loadPortalKinds(): Promise<LoadedKinds>
  /** For tests: the nightly round of what is past its time. */
  readonly retention: Pick<Retention, 'run' | 'runWhenDue'>
  /** For tests: the nightly comparison with the portal. */
  readonly portal: Pick<Portal, 'start' | 'runDailyWhenDue'>
  readonly handlers: Partial<Handlers<MethodName>>
  /** How the modem and the queue are. */
  messagingStatus(): Promise<{ modem: ModemStatus; queue: QueueStatus }>
  /** Opens the modem the settings name, and lets go of the one before. */
  chooseModem(): Promise<void>
  /** For tests: a modem of their own instead of the one the settings name. */
  attachModem(port: ModemPort): void
  /** Puts an operator's own texts into the outbox and waits until each has ended. */
  readonly sendOperatorSms: Messaging['sendOperatorSms']
  /** Sends what is due now; the outbox does it by itself where jobs run. */
  runOutbox(): Promise<void>
  onStatusChange(listener: () => void): void
  /** Plans the messages of an appointment that was written past the steps, as the demo clinic's are. */
  readonly planMessages: AppointmentHook
  /** After appointments were written past the steps, as the demo clinic's are. */
  forgetOccupancy(): void
  /** The PC has slept: what is due by the clock is looked at again. */
  resume(): void
  close(): Promise<void>
}

/** Wires the features together. Dependencies are arguments: nothing here is found by a global. */
export function createCore(options: CoreOptions): Core {
  const {
    database,
    clock,
    log,
    key,
    events = createEventBus(),
    modems = noModems,
    targets = new FileTargets(),
    runsJobs = false
  } = options
  const audit = createAudit({ clock })
  const settings = createSettings(database)
  const base = { database, clock, audit, events, settings }
  const neighbours: Neighbours = {
    consentsOf,
    withoutReminderConsent,
    recordImportedConsents,
    changedByImportedConsents,
    countNoShows,
    withOpenPairs,
    disputeChanged: async (transaction, dispute) => await tasks.disputeChanged(transaction, dispute),
    reachChanged: async (transaction, patientId) => await messaging.reach.changed(transaction, patientId),
    died: async (transaction, death) => await deaths.recordListed(transaction, death),
    birthDateChanged: async (transaction, patientId, change) =>
      await birthDateChanged(transaction, patientId, change)
  }
  const patients = createPatients({ ...base, neighbours })
  const schedules = createSchedules(base)
  const appointments = createAppointments({
    ...base,
    schedules,
    holidayName: schedules.holidayName,
    alertsFor: (reader, ids) => patients.alerts(reader, ids),
    messageStates: async (reader, ids) =>
      await withLetters(reader, await messaging.messageStates(reader, ids)),
    onChange: [
      arrivalCodeHook(),
      (transaction, change) => messaging.onAppointmentChange(transaction, change),
      (transaction, change) => waitingList.onAppointmentChange(transaction, change)
    ]
  })
  const lan = createLanStore()
  const checkIn = createCheckIn({
    ...base,
    key,
    steps: appointments.steps,
    alerts: (reader, ids) => patients.alerts(reader, ids),
    async offer(reader) {
      const { tokens, waitingPlace } = await lan.read(reader)
      return { isOn: tokens['check-in'] !== null, waitingPlace }
    }
  })
  const register = createRegister({ ...base, log, onSaved: () => messaging.wake() })
  const messaging = createMessaging({
    ...base,
    register: register.check,
    checkInCode: (reader, appointment) => checkIn.codeFor(reader, appointment),
    log,
    key,
    runsJobs,
    openModem: modems,
    mail: options.mail,
    videoFollowUp: videoFollowUp(() => tasks),
    comingOfAge: () => comingOfAge,
    look: appointments.look,
    unsaid: patients.unsaid,
    holidayName: schedules.holidayName,
    steps: appointments.steps,
    offers: () => waitingList.offers,
    checks: () => campaigns.checks,
    letterChore: () => letters.chore,
    letters: () => letters.book,
    isRemindedElsewhere: isRemindedByPortal
  })
  const consents = { audit, queue: messaging.consentQueue }
  const { look, steps, toViews, placeNotes } = appointments
  const waitingList = createWaitingList({
    ...base,
    ...{ log, look, steps, toViews, placeNotes },
    messages: messaging.offerMessages,
    wake: () => messaging.wake()
  })
  const letters = createLetters({ ...base, look: appointments.look })
  const tasks: Tasks = createTasks({
    ...base,
    look: appointments.look,
    holidayName: schedules.holidayName,
    unsaid: patients.unsaid
  })
  const campaigns = createCampaigns({
    ...base,
    look: appointments.look,
    messages: messaging.checkMessages,
    reach: messaging.reach,
    async makeTask(transaction, { patientId, key }) {
      const task = {
        patientId,
        key,
        appointmentId: null,
        actor: SYSTEM_ACTOR,
        kind: 'number-disputed'
      } as const
      await tasks.createFollowUp(transaction, task)
    },
    announceTasks: () => tasks.announce(),
    wake: () => messaging.wake()
  })
  const deaths = createDeaths({
    ...{ ...base, look, steps, toViews, waitingList, tasks },
    messages: messaging.ofTheDead,
    reach: messaging.reach,
    letters: lettersToTheDead,
    wake: () => messaging.wake()
  })
  const ofAge = { ...base, tasks: () => tasks, reach: () => messaging.reach }
  const comingOfAge = createComingOfAge({ ...ofAge, log })
  const birthDateChanged = createBirthDateChanged(ofAge)
  const duplicates = createDuplicates({ ...base, log, runsJobs })
  const exchange = createExchange({
    ...{ ...base, log, targets },
    openingOf: (session, actor, id) => patients.opening(session, actor, id),
    unsaid: patients.unsaid
  })
  const accessWatch = createAccessWatch({ ...base, schedules })
  const portalSlots = createSlotKeeper({ ...base, schedules, appointments })
  const loadKinds = async () =>
    await loadPortalKinds({
      ...base,
      appointments,
      consents,
      tasks,
      answers: messaging.portalAnswers,
      videoLinkOf: videoLinks({ settings, key })
    })
  const retention = createRetention({ ...base, log })
  const portal = createPortal({
    ...{ ...base, log, runsJobs, consents, codes: messaging.portalCodes },
    loadKinds,
    refreshPlaces: async (signal) => void (await portalSlots.runDue(signal)),
    touchPlaces: (transaction) => portalSlots.touchAll(transaction),
    ...options.portal
  })
  const scheduler = createScheduler(log)
  const handlers = {
    ...accessWatch.handlers,
    ...retention.handlers,
    ...auditHandlers(base),
    ...settingsHandlers(base),
    ...clinicHandlers({ ...base, writeFirstWeek }),
    ...userHandlers(base),
    ...sessionHandlers(base),
    ...patients.handlers,
    ...exchange.handlers,
    ...consentHandlers({
      ...base,
      ...consents,
      openingOf: (session, actor, id) => patients.opening(session, actor, id)
    }),
    ...schedules.handlers,
    ...appointments.handlers,
    ...reschedulingHandlers({ ...base, appointments, schedules }),
    ...calendarHandlers({
      ...base,
      appointments,
      schedules,
      holidayName: schedules.holidayName
    }),
    ...createWaitingRoom({ ...base, appointments }).handlers,
    ...createSeries({ database, appointments }).handlers,
    ...feeHandlers({ ...base, look: appointments.look }),
    ...checkIn.handlers,
    ...register.handlers,
    ...messaging.handlers,
    ...letters.handlers,
    ...campaigns.handlers,
    ...tasks.handlers,
    ...deaths.handlers,
    ...videoHandlers({ appointments, messaging }),
    ...waitingList.handlers,
    ...duplicates.handlers,
    ...recordExportHandlers({ ...base, writeTo: exchange.write }),
    ...portal.handlers,
    ...reportHandlers({ database, settings, schedules, appointments })
  }
  if (runsJobs) {
    exchange.removeLeftovers()
    startMessaging(messaging, log)
    portal.start().catch((error: unknown) => log.error('portal-not-started', describeError(error)))
  }
  if (runsJobs && !database.isReadOnly) {
    const whereThereIsAClinic = (job: () => Promise<void>) => async () => {
      if (await settings.exists()) await job()
    }
    scheduler.every('*/10 * * * *', 'access-watch', whereThereIsAClinic(accessWatch.run))
    // Every hour it is asked whether the rounds of the day are due, for the PC may be off at night.
    scheduler.every('30 * * * *', 'portal', whereThereIsAClinic(portal.runDailyWhenDue))
    scheduler.every('15 * * * *', 'retention', whereThereIsAClinic(retention.runWhenDue))
  }
  return {
    database,
    clock,
    audit,
    events,
    settings,
    lan,
    patients,
    importPatients: async (file) =>
      await patients.importPatients({
        open: () => createReadStream(file),
        mapping: null,
        actor: SYSTEM_ACTOR
      }),
    consents,
    tasks,
    searchDuplicates: async () => await duplicates.search(),
    accessWatch,
    retention,
    portal,
    portalSlots,
    loadPortalKinds: loadKinds,
    handlers: guarded(handlers, { guard: patients.guard, reader: database.reader }),
    messagingStatus: async () => await messaging.status(),
    chooseModem: async () => await messaging.chooseModem(),
    attachModem: (port) => messaging.attachModem(port),
    sendOperatorSms: async (messages, options) => await messaging.sendOperatorSms(messages, options),
    runOutbox: async () => await messaging.runDue(),
    onStatusChange: (listener) => messaging.onStatusChange(listener),
    planMessages: async (transaction, change) => await messaging.onAppointmentChange(transaction, change),
    resume: () => {
      messaging.resume()
      portal.resume()
    },
    forgetOccupancy: () => appointments.forgetOccupancy(),
    async close() {
      await scheduler.stop()
      await portal.close()
      await messaging.close()
      await duplicates.close()
      patients.close()
      database.close()
    }
  }
}

/** An empty data folder has no clinic and so no modem yet; making the clinic opens it. */
function startMessaging(messaging: Messaging, log: Log): void {
  messaging.chooseModem().catch((error: unknown) => {
    if (!(error instanceof AppError && error.code === 'no-clinic'))
      log.error('messaging-not-started', describeError(error))
  })
}
