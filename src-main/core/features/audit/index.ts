export { createAudit, type Audit, type AccessEntry } from './audit'
export { verifyAccessLog, type AccessLogVerdict } from './audit.verify'
export { auditHandlers } from './audit.handlers'
export { countPatientEntries, logPosition, patientEntries } from './audit.queries'
