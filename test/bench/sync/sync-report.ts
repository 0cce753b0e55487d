import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'
import { asMarkdown, sectionMarkdown, type Section } from '../report'
import { sectionOf } from '../report-section'

const REPORT = 'docs/benchmarks-sync.md'
const TITLE = '# Benchmarks of the line to the portal'
const INTRO = [
  'Written by `npm run bench:sync`. The core of a clinic, as the program runs it, and the portal are processes of their own on one',
  'machine, over HTTP on loopback; all that is told of the core’s processor and memory is that process alone. Every patient is one',
  'the portal serves. Times of single events are milliseconds; ✓ and ✗ tell whether the target is met. A part that was measured by',
  'itself (`npm run bench:sync -- desk`) says so.'
]
const QUICK_WORDS =
  '**Measured with `--quick`: a part of the records, so that the load as a whole has no target, while the machine did other work (see its load).**'

type Machine = readonly (readonly [string, string])[]

/** All of it, from one run. */
export async function writeWhole(
  sections: readonly Section[],
  machine: Machine,
  isQuick: boolean
): Promise<void> {
  const intro = [...INTRO, ...(isQuick ? [QUICK_WORDS] : [])].join(' ')
  await write(asMarkdown(sections, machine, { title: TITLE, intro }))
}

/** These in the place of what they said before, with when and on what they were measured; the others as they are. */
export async function writeSome(sections: readonly Section[], machine: Machine): Promise<void> {
  const before = existsSync(REPORT) ? readFileSync(REPORT, 'utf8') : `${TITLE}\n`
  const note = `Measured by itself: ${machine.map(([name, value]) => `${name.toLowerCase()} ${value}`).join('; ')}.`
  await write(
    sections.reduce((report, section) => {
      const old = sectionOf(report, `## ${section.title}`).trimEnd()
      const text = sectionMarkdown(section, note).join('\n')
      return old === '' ? `${report.trimEnd()}\n\n${text}\n` : report.replace(old, () => text.trim())
    }, before)
  )
}

async function write(text: string): Promise<void> {
  const options = await resolveConfig(REPORT)
  writeFileSync(REPORT, await format(text, { ...options, parser: 'markdown' }))
  console.log(`\nWritten to ${REPORT}.`)
}
