export { recordExportHandlers } from './record-export.handlers'
