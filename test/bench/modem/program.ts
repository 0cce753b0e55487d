import type { ChildProcess } from 'node:child_process'

/** One SMS to send. */
export interface Text {
  readonly to: string
  readonly text: string
  readonly key: string
}

/** What a program says became of a message; `lost` when it says nothing at all. */
export type Said = 'sent' | 'failed' | 'uncertain' | 'waiting' | 'lost'

/** A program with messages to send, in a folder of its own. */
export interface Sending {
  /** Starts it, or starts it again where it was killed. */
  start(): ChildProcess
  /** Whether it has dealt with everything, by its own books. */
  isDone(): boolean
  said(text: Text): Said
}

export interface Program {
  readonly name: string
  /** Null where it can be run, else why not. */
  missing(): string | null
  prepare(place: { folder: string; link: string; texts: readonly Text[] }): Sending
}
