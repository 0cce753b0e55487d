import type { ShownPdu } from './network-pdus'

export type MemoryName = 'SM' | 'ME' | 'SR'

/** Numbered places for messages, as on a SIM card. */
export class MessageMemory {
  readonly size: number
  private readonly places = new Map<number, { pdu: ShownPdu; isRead: boolean }>()

  constructor(size: number) {
    this.size = size
  }

  get used(): number {
    return this.places.size
  }

  /** The index it was stored at, or null when the memory is full. */
  store(pdu: ShownPdu): number | null {
    for (let index = 1; index <= this.size; index += 1) {
      if (this.places.has(index)) continue
      this.places.set(index, { pdu, isRead: false })
      return index
    }
    return null
  }

  read(index: number): { pdu: ShownPdu; status: number } | null {
    const place = this.places.get(index)
    if (place === undefined) return null
    const status = place.isRead ? 1 : 0
    place.isRead = true
    return { pdu: place.pdu, status }
  }

  indexes(): number[] {
    return [...this.places.keys()].sort((one, other) => one - other)
  }

  remove(index: number): boolean {
    return this.places.delete(index)
  }
}

export type SimState = 'ready' | 'pin' | 'puk' | 'absent' | 'failure'

/** What a modem forgets when it starts anew. */
export interface VolatileState {
  isEchoing: boolean
  errorDetail: 0 | 1
  isPduMode: boolean
  /** `+CSMS=1`: what is shown is acknowledged. */
  isPhaseTwoPlus: boolean
  /** A report was shown and waits for its acknowledgement. */
  isUnacknowledged: boolean
  cnmi: readonly [number, number, number, number, number]
  readMemory: MemoryName
  areRegistrationReportsOn: boolean
}

export function freshState(): VolatileState {
  return {
    isEchoing: true,
    errorDetail: 0,
    isPduMode: false,
    isPhaseTwoPlus: false,
    isUnacknowledged: false,
    cnmi: [0, 0, 0, 0, 0],
    readMemory: 'SM',
    areRegistrationReportsOn: false
  }
}
