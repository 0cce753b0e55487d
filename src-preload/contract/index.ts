import type { z } from 'zod'
import { accessWatchEvents, accessWatchMethods } from './access-watch'
import { appointmentEvents, appointmentMethods } from './appointments'
import { auditMethods } from './audit'
import { calendarMethods } from './calendar'
import { campaignEvents, campaignMethods } from './campaigns'
import { codeEvents, codeMethods } from './codes'
import { consentMethods } from './consents'
import { contactRegisterEvents, contactRegisterMethods } from './contact-register'
import { deathMethods } from './deaths'
import { duplicateEvents, duplicateMethods } from './duplicates'
import { emailEvents, emailMethods } from './email'
import { exportEvents, exportMethods } from './exports'
import { feeEvents, feeMethods } from './fees'
import { identifierMethods } from './identifiers'
import { importEvents, importMethods } from './imports'
import { labelMethods } from './labels'
import { lanEvents, lanMethods } from './lan'
import { letterEvents, letterMethods } from './letters'
import { loginHelpMethods } from './login-help'
import { messageEvents, messageMethods } from './messages'
import { patientEvents, patientMethods } from './patients'
import { portalEvents, portalMethods } from './portal'
import { registrationMethods } from './registration'
import { recordExportMethods } from './record-export'
import { retentionEvents, retentionMethods } from './retention'
import { scheduleEvents, scheduleMethods } from './schedules'
import { reportMethods } from './reports'
import { seriesMethods } from './series'
import { settingsEvents, settingsMethods } from './settings'
import { systemEvents, systemMethods } from './system'
import { taskEvents, taskMethods } from './tasks'
import { userEvents, userMethods } from './users'
import { videoMethods } from './video'
import { waitingListEvents, waitingListMethods } from './waiting-list'
import { waitingRoomEvents, waitingRoomMethods } from './waiting-room'

/** Every method the core answers, by name. */
export const methods = {
  ...systemMethods,
  ...userMethods,
  ...settingsMethods,
  ...auditMethods,
  ...patientMethods,
  ...identifierMethods,
  ...deathMethods,
  ...registrationMethods,
  ...consentMethods,
  ...contactRegisterMethods,
  ...importMethods,
  ...duplicateMethods,
  ...exportMethods,
  ...labelMethods,
  ...codeMethods,
  ...loginHelpMethods,
  ...appointmentMethods,
  ...calendarMethods,
  ...seriesMethods,
  ...feeMethods,
  ...scheduleMethods,
  ...waitingRoomMethods,
  ...messageMethods,
  ...emailMethods,
  ...letterMethods,
  ...campaignMethods,
  ...lanMethods,
  ...waitingListMethods,
  ...taskMethods,
  ...videoMethods,
  ...portalMethods,
  ...reportMethods,
  ...recordExportMethods,
  ...accessWatchMethods,
  ...retentionMethods
} as const

/** Every event the core pushes, by name. */
export const events = {
  ...contactRegisterEvents,
  ...systemEvents,
  ...userEvents,
  ...settingsEvents,
  ...patientEvents,
  ...importEvents,
  ...duplicateEvents,
  ...exportEvents,
  ...codeEvents,
  ...appointmentEvents,
  ...feeEvents,
  ...scheduleEvents,
  ...waitingRoomEvents,
  ...messageEvents,
  ...emailEvents,
  ...letterEvents,
  ...campaignEvents,
  ...lanEvents,
  ...waitingListEvents,
  ...taskEvents,
  ...accessWatchEvents,
  ...retentionEvents,
  ...portalEvents
} as const

export type MethodName = keyof typeof methods
export type MethodInput<M extends MethodName> = z.input<(typeof methods)[M]['input']>
/** What a handler receives: the input after its schema. */
export type ParsedInput<M extends MethodName> = z.output<(typeof methods)[M]['input']>
export type MethodOutput<M extends MethodName> = z.output<(typeof methods)[M]['output']>
export type EventName = keyof typeof events
export type EventPayload<E extends EventName> = z.output<(typeof events)[E]['payload']>
