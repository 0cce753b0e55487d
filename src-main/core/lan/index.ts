export { Lan, type LanOptions } from './lan'
export { lanHandlers } from './lan.handlers'
export { systemInterfaces, type ListInterfaces } from './network'
export { screenGate } from './screen-gate'
