import type { MessageFigures, MessageReport } from '@contract/reports'
import type { MessagePurpose, MessageState } from '@contract/messages'

/** Messages of one purpose that stand alike. */
export interface MessageCount {
  readonly purpose: MessagePurpose
  readonly state: MessageState
  readonly count: number
  /** Of those that left or may have: e-mail has none. */
  readonly segments: number
  readonly cost_minor: number
}

export function messageReport(counts: readonly MessageCount[]): MessageReport {
  const purposes = [...new Set(counts.map(({ purpose }) => purpose))]
  return {
    total: figuresOf(counts),
    purposes: purposes
      .map((purpose) => {
        const own = counts.filter((one) => one.purpose === purpose)
        const states = [...new Set(own.map(({ state }) => state))].map((state) => ({
          state,
          messages: figuresOf(own.filter((one) => one.state === state)).messages
        }))
        return { purpose, ...figuresOf(own), states: states.sort((a, b) => b.messages - a.messages) }
      })
      .sort((a, b) => b.messages - a.messages)
  }
}

function figuresOf(counts: readonly MessageCount[]): MessageFigures {
  const sum = (of: (one: MessageCount) => number): number => counts.reduce((total, one) => total + of(one), 0)
  return {
    messages: sum(({ count }) => count),
    segments: sum(({ segments }) => segments),
    costMinor: sum(({ cost_minor }) => cost_minor)
  }
}
