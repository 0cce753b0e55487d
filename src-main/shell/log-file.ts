import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

const LARGEST_BYTES = 1_000_000
const KEPT_FILES = 3

export type Log = (
  message: string,
  facts?: Readonly<Record<string, string | number | boolean | null>>
) => void

/**
 * The shell's own log: process starts and ends, refused senders, codes. Never a frame's content, so never a patient.
 * A log that cannot be written (full disk) must not stop the desk: it goes to standard error instead.
 */
export function openLog(folder: string, now: () => Date = () => new Date()): Log {
  const file = join(folder, 'shell.log')
  return (message, facts = {}) => {
    const line = `${JSON.stringify({ time: now().toISOString(), message, ...facts })}\n`
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      rotate(file)
      appendFileSync(file, line, { mode: 0o600 })
    } catch (error) {
      process.stderr.write(
        `${line}(log not written: ${error instanceof Error ? error.message : 'unknown'})\n`
      )
    }
  }
}

function rotate(file: string): void {
  if (!existsSync(file) || statSync(file).size < LARGEST_BYTES) return
  for (let age = KEPT_FILES - 1; age > 0; age -= 1) {
    const older = age === 1 ? file : `${file}.${age - 1}`
    if (existsSync(older)) renameSync(older, `${file}.${age}`)
  }
}

/** Of what a dying process wrote, the places in the program only: an error's own words may hold a patient's name. */
export function stackPlaces(output: string): string {
  const places = output.split('\n').filter((line) => /^\s+at\s/.test(line))
  return places
    .slice(0, 12)
    .map((line) => line.trim())
    .join(' < ')
}
