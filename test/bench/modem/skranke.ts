import { execFileSync, spawn } from 'node:child_process'
import { closeSync, cpSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import type { Program, Said, Text } from './program'

const BUILT = resolve('out', 'main')
const MEANINGS: Readonly<Record<string, Said>> = {
  sent: 'sent',
  delivered: 'sent',
  uncertain: 'uncertain',
  queued: 'waiting',
  sending: 'waiting'
}

const Summary = z.object({ messages: z.array(z.object({ key: z.string(), state: z.string() })) })

/** The headless core: `send-sms` with a data folder of its own. */
export const skranke: Program = {
  name: 'Skranke',
  missing: () => (existsSync(join(BUILT, 'cli.cjs')) ? null : 'it is not built'),
  prepare({ folder, link, texts }) {
    // A copy: a build meanwhile must not change what is measured.
    cpSync(BUILT, join(folder, 'program'), { recursive: true })
    const cli = join(folder, 'program', 'cli.cjs')
    const env = { ...process.env, NODE_PATH: resolve('node_modules') }
    const data = join(folder, 'clinic')
    const file = join(folder, 'texts.jsonl')
    const answer = join(folder, 'answer.json')
    writeFileSync(file, texts.map((text) => `${JSON.stringify(text)}\n`).join(''))
    execFileSync(process.execPath, [cli, 'init', '--training', '--data', data], { env, stdio: 'ignore' })
    const read = (): z.infer<typeof Summary> | null => {
      const text = existsSync(answer) ? readFileSync(answer, 'utf8') : ''
      return text.endsWith('}\n') ? Summary.parse(JSON.parse(text)) : null
    }
    return {
      start() {
        const output = openSync(answer, 'w')
        const words = ['send-sms', file, '--data', data, '--modem', link, '--json']
        const child = spawn(process.execPath, [cli, ...words], { env, stdio: ['ignore', output, 'ignore'] })
        closeSync(output)
        return child
      },
      isDone: () => read() !== null,
      said({ key }: Text) {
        const summary = read()
        if (!summary) return 'waiting'
        const found = summary.messages.find((message) => message.key === key)
        return found ? (MEANINGS[found.state] ?? 'failed') : 'lost'
      }
    }
  }
}
