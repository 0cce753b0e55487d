export type { EventPayload, MethodInput, MethodOutput } from './bridge'
export { call } from './call'
export { CoreError, isRefusal } from './core-error'
export { useCoreEvent, useReload } from './events'
