import type { EventName, MethodName } from '@contract/index'
import type { LanScreen } from '@contract/lan'
import type { Gate } from '../rpc/gate'
import { SYSTEM_ACTOR } from '../rpc/handlers'

/** The one thing each screen is for. */
const CALLS: Record<LanScreen, ReadonlySet<string>> = {
  wall: new Set(['system.state', 'wall.board']),
  'check-in': new Set<MethodName>(['system.state', 'checkIn.arrive', 'checkIn.answerMobile'])
}
const EVENTS: Record<LanScreen, ReadonlySet<string>> = {
  wall: new Set(['system.stateChanged', 'wall.changed']),
  'check-in': new Set<EventName>(['system.stateChanged'])
}
/** A screen that patients stand in front of: nobody is signed in, and nothing can be asked that names a patient. */
export function screenGate(kind: LanScreen, address: string): Gate {
  return {
    kind,
    address,
    actor: SYSTEM_ACTOR,
    isLimited: () => true,
    mayCall: (method) => CALLS[kind].has(method),
    mayHear: (event) => EVENTS[kind].has(event),
    pass: async (_call, proceed) => await proceed()
  }
}
