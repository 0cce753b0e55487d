export { consentHandlers, type ConsentDependencies } from './consents.handlers'
export { decide, type ConsentQueue, type Decided, type DecideDependencies, type QueueChange } from './decide'
export { consentsFor, consentsOf, consentState, withoutReminderConsent } from './consent-state'
export { recordDecision, recordImportedConsents, type Decision } from './record-decision'
