export { consentHandlers, type ConsentDependencies } from './consents.handlers'
export { consentsFor, consentsOf, consentState, withoutReminderConsent } from './consent-state'
export { recordDecision, recordImportedConsents, type Decision } from './record-decision'
