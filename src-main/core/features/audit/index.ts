export { createAudit, type Audit, type AccessEntry } from './audit'
export { verifyAccessLog, type AccessLogVerdict } from './audit.verify'
export { auditHandlers } from './audit.handlers'
export { logPosition } from './audit.queries'
