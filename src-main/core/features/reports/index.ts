export { reportHandlers, type ReportDependencies } from './reports.handlers'
