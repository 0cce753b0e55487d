import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { describeMachine } from '../machine'
import { MODEM_HEADING, withSection } from '../report-section'
import { measureFaults } from './faults'
import { gammu } from './gammu'
import { codeLatency } from './latency'
import { skranke } from './skranke'
import { smstools } from './smstools'
import { measureSpeeds } from './speeds'
import { asMarkdownTable, faultTable, latencyLine, speedTable } from './tables'

const REPORT = 'docs/benchmarks.md'
const isQuick = process.argv.includes('--quick')

const folder = mkdtempSync(join(tmpdir(), 'skranke-modem-bench-'))
try {
  await writeReport(await measure())
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function measure(): Promise<string> {
  const facts = describeMachine()
  const programs = [skranke, gammu, smstools].filter((program) => {
    const why = program.missing()
    if (why !== null) console.error(`${program.name} is left out: ${why}.`)
    return why === null
  })
  console.error('… how fast, one program after another')
  const speeds = await measureSpeeds(folder, programs, isQuick)
  console.error('… how soon a code leaves')
  const latency = await codeLatency(folder)
  console.error('… what goes wrong')
  const faults = await measureFaults({ folder, isQuick }, programs)
  return [
    MODEM_HEADING,
    '',
    `Written by \`npm run bench:modem${isQuick ? ' -- --quick' : ''}\`: each program sends through the same simulated modem on a pseudo-terminal, ours as \`send-sms\`, the others as Debian has them. ${facts.map(([name, value]) => `${name}: ${value}`).join(' · ')}.`,
    '',
    asMarkdownTable(speedTable(speeds)),
    '',
    latencyLine(latency),
    '',
    'What the network got, against what the program says. A smaller amount, in brackets, where a program takes long.',
    '',
    asMarkdownTable(faultTable(programs, faults)),
    ''
  ].join('\n')
}

async function writeReport(section: string): Promise<void> {
  const options = await resolveConfig(REPORT)
  const markdown = await format(section, { ...options, parser: 'markdown' })
  console.log(`\n${markdown}`)
  const report = existsSync(REPORT) ? readFileSync(REPORT, 'utf8') : '# Benchmarks\n'
  writeFileSync(REPORT, withSection(report, MODEM_HEADING, markdown))
  console.log(`Written to ${REPORT}.`)
}
