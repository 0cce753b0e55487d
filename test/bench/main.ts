import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { makeClinic, type BenchClinic } from './clinic'
import { describeMachine } from './machine'
import type { Bench, Part } from './part'
import { booking, day, openings } from './parts/appointments'
import { calendar } from './parts/calendar'
import { boards } from './parts/boards'
import { bookingMillion } from './parts/booking-million'
import { desk } from './parts/desk'
import { importMillion, imports } from './parts/import'
import { million } from './parts/million'
import { otherPcs } from './parts/other-pcs'
import { outbox } from './parts/outbox'
import { search } from './parts/search'
import { soak } from './parts/soak'
import { asMarkdown, asText, type Section } from './report'
import { MODEM_HEADING, sectionOf, withSection } from './report-section'

/** Booking comes after what reads: it adds to the clinic. The desk opens that clinic's folder and so comes last. */
const PARTS: readonly Part[] = [
  search,
  day,
  calendar,
  openings,
  million,
  otherPcs,
  booking,
  bookingMillion,
  boards,
  imports,
  importMillion,
  outbox,
  soak,
  desk
]
const REPORT = 'docs/benchmarks.md'
/** 26 visits a day of each, 43 working days ahead and 1,881 behind. */
const MILLION = { patients: 20_000, clinicians: 20, bookedDays: 43, appointmentsADay: 26, pastDays: 1_881 }
const LARGE = { patients: 100_000, clinicians: 10, bookedDays: 60, appointmentsADay: 25 }

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !PARTS.some((part) => part.name === name))
if (unknown.length > 0) {
  console.error(
    `There is no ${unknown.join(', ')}. Choose from: ${PARTS.map(({ name }) => name).join(', ')}.`
  )
  process.exit(1)
}

const folder = mkdtempSync(join(tmpdir(), 'skranke-bench-'))
try {
  await runParts(PARTS.filter(({ name }) => wanted.length === 0 || wanted.includes(name)))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function runParts(parts: readonly Part[]): Promise<void> {
  const facts = describeMachine()
  let large: Promise<BenchClinic> | null = null
  let million: Promise<BenchClinic> | null = null
  const bench = {
    folder,
    facts,
    largeClinic: () => (large ??= makeClinic(join(folder, 'large'), LARGE)),
    millionClinic: () => (million ??= makeClinic(join(folder, 'million'), MILLION))
  }
  const sections: Section[] = []
  for (const part of parts) {
    console.error(`… ${part.title}`)
    const section = await measured(part, bench)
    if (!section) continue
    sections.push(section)
    console.log(`\n${asText(section)}`)
  }
  // A few parts alone are for looking at; the report has all of them from one run.
  if (sections.length === PARTS.length) await writeReport(asMarkdown(sections, facts))
}

/** Null when it could not be measured: the others still are. */
async function measured(part: Part, bench: Bench): Promise<Section | null> {
  try {
    return { title: part.title, rows: await part.run(bench) }
  } catch (error) {
    console.error(error)
    process.exitCode = 1
    return null
  }
}

async function writeReport(text: string): Promise<void> {
  const options = await resolveConfig(REPORT)
  const markdown = await format(text, { ...options, parser: 'markdown' })
  // The modem beside other programs is measured by another command, which keeps its section here.
  const before = existsSync(REPORT) ? readFileSync(REPORT, 'utf8') : ''
  writeFileSync(REPORT, withSection(markdown, MODEM_HEADING, sectionOf(before, MODEM_HEADING)))
  console.log(`\nWritten to ${REPORT}.`)
}
