import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Said, Sending, Text } from './program'

export interface Spool {
  readonly folder: string
  /** The folders in which a message's file lies while it waits. */
  readonly waiting: readonly string[]
  readonly sent: string
  readonly failed: string
  readonly others: readonly string[]
  /** The name of a message's file, wherever it lies. */
  readonly fileOf: (text: Text) => string
}

/** What a program that keeps a file for each message says of them: it moves the files between folders. */
export function spoolSending(
  { folder, waiting, sent, failed, others, fileOf }: Spool,
  texts: readonly Text[],
  start: Sending['start']
): Sending {
  const lies = (place: string, text: Text): boolean => existsSync(join(folder, place, fileOf(text)))
  const said = (text: Text): Said => {
    if (lies(sent, text)) return 'sent'
    if (lies(failed, text)) return 'failed'
    return waiting.some((place) => lies(place, text)) ? 'waiting' : 'lost'
  }
  for (const place of [...waiting, sent, failed, ...others])
    mkdirSync(join(folder, place), { recursive: true })
  return {
    start,
    said,
    isDone: () =>
      waiting.every(
        (place) => !readdirSync(join(folder, place)).some((name) => isMessage(name, texts, fileOf))
      )
  }
}

function isMessage(name: string, texts: readonly Text[], fileOf: Spool['fileOf']): boolean {
  return texts.some((text) => fileOf(text) === name)
}
