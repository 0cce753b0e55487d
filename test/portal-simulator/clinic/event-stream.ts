import type { ServerResponse } from 'node:http'
import type { PortalEvent } from '../../../src-main/core/portal/wire'
import type { Answer, Call } from '../call'
import type { EventLog } from './event-log'

const SIGN_OF_LIFE_MS = 15_000
const LONGEST_WAIT_SECONDS = 60
const MOST_AT_ONCE = 1_000

interface Stream {
  readonly response: ServerResponse
  /** By the portal's clock: left to itself, Node says the PC's. */
  readonly date: string
}

/** Server-sent events (WHATWG HTML § 9.2) until the clinic hangs up. @returns what ends it */
export function streamEvents(log: EventLog, call: Call, { response, date }: Stream): () => void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', date })
  response.write(': here\n\n')
  for (const event of log.after(call.headers['last-event-id'] ?? null)) response.write(textOf(event))
  const stop = log.onEvent((event) => response.write(textOf(event)))
  const signs = setInterval(() => response.write(': still here\n\n'), SIGN_OF_LIFE_MS)
  const end = () => {
    clearInterval(signs)
    stop()
    response.end()
  }
  response.on('close', end)
  return end
}

function textOf({ id, event, data }: PortalEvent): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}

/** The long poll: what there is, else the first that comes within the wait. */
export async function pollEvents(log: EventLog, call: Call, end: AbortSignal): Promise<Answer> {
  const there = log.after(call.query.get('after'))
  const waitSeconds = Math.min(Number(call.query.get('wait') ?? 0) || 0, LONGEST_WAIT_SECONDS)
  const events = there.length > 0 || waitSeconds === 0 ? there : await firstOf(log, waitSeconds, end)
  return { status: 200, body: { events: events.slice(0, MOST_AT_ONCE) } }
}

async function firstOf(log: EventLog, waitSeconds: number, end: AbortSignal): Promise<PortalEvent[]> {
  return await new Promise((resolve) => {
    const answer = (events: PortalEvent[]) => {
      clearTimeout(timer)
      stop()
      end.removeEventListener('abort', leave)
      resolve(events)
    }
    const leave = () => answer([])
    const timer = setTimeout(leave, waitSeconds * 1_000)
    const stop = log.onEvent((event) => answer([event]))
    end.addEventListener('abort', leave)
  })
}
