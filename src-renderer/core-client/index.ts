export type { Bridge, EventName, EventPayload, MethodInput, MethodName, MethodOutput } from './bridge'
export { call } from './call'
export { CoreError, isRefusal, toCoreError } from './core-error'
export { onCoreEvent, useCoreEvent, useReload } from './events'
