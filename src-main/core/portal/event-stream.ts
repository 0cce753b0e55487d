import { createParser } from 'eventsource-parser'
import { backOffMs } from './back-off.rules'
import { parseJson, readBody } from './body'
import { DOWN_FAULTS, PortalFault, PortalRefusal, type PortalFaultName } from './faults'
import type { Pause } from './http'
import type { PortalSession } from './portal-session'
import { EventPage, PortalEvent } from './wire'

/** The portal says something at least every 25 s. */
const SILENCE_MS = 40_000
const POLL_SECONDS = 25
/** A stream that was silent or refused so often is asked for page by page instead. */
const STREAM_TRIES = 2
/** Nobody hears the knocking while the line is down: a code is on its way soon after it is back. */
const MOST_DOWN_MS = 2_000
/** Nobody answers. Where the line swallows everything instead of breaking, a try takes long by itself. */
const SOON_AGAIN: ReadonlySet<PortalFaultName> = new Set([...DOWN_FAULTS, 'timeout'])
/** More than this without a line's end is no stream. */
const LONGEST_LINE = 1_000_000

export interface EventStreamOptions {
  readonly session: PortalSession
  readonly pause: Pause
  readonly random: () => number
  readonly lastEventId: () => Promise<string | null>
  /** Takes one event; after it the stream goes on. What it throws ends this connection, and the event comes again. */
  readonly onEvent: (event: PortalEvent) => Promise<void>
  readonly onState: (state: 'open' | 'closed', why: unknown) => void
}

/** Listens until the signal ends it: a stream where there is one, else one long poll after the other. */
export async function listen(options: EventStreamOptions, signal: AbortSignal): Promise<void> {
  let failures = 0
  let streamFailures = 0
  while (!signal.aborted) {
    let isDown = false
    try {
      if (streamFailures < STREAM_TRIES) {
        await stream(options, signal, () => {
          failures = 0
          streamFailures = 0
        })
        streamFailures += 1
      } else {
        await poll(options, signal, () => {
          failures = 0
        })
      }
      options.onState('closed', null)
    } catch (error) {
      if (signal.aborted) return
      if (isStreamTrouble(error)) streamFailures += 1
      isDown = error instanceof PortalFault && SOON_AGAIN.has(error.fault)
      options.onState('closed', error)
    }
    failures += 1
    const waitMs = backOffMs(failures, options.random(), null)
    await options.pause(isDown ? Math.min(waitMs, MOST_DOWN_MS) : waitMs, signal).catch(ignoreStop)
  }
}

/** Reads one stream to its end. */
async function stream(
  { session, pause, lastEventId, onEvent, onState }: EventStreamOptions,
  signal: AbortSignal,
  onSign: () => void
): Promise<void> {
  const after = await lastEventId()
  const silent = new AbortController()
  const both = AbortSignal.any([signal, silent.signal])
  const head = await session.open({
    method: 'GET',
    path: '/clinic/events',
    headers: { accept: 'text/event-stream', ...(after === null ? {} : { 'last-event-id': after }) },
    signal: both
  })
  if (head.status !== 200 || !(head.headers['content-type'] ?? '').startsWith('text/event-stream')) {
    silent.abort()
    throw new NoStream(head.status)
  }
  onState('open', null)
  const waiting: PortalEvent[] = []
  const parser = createParser({
    onEvent: ({ id, event, data }) => {
      const known = readEvent({ id, event, data })
      if (known) waiting.push(known)
    }
  })
  const decoder = new TextDecoder()
  let unread = 0
  let hasSpoken = false
  let watch = watchSilence(pause, silent)
  try {
    for await (const chunk of head.body) {
      watch.abort()
      watch = watchSilence(pause, silent)
      const text = decoder.decode(chunk, { stream: true })
      unread = text.includes('\n') ? 0 : unread + text.length
      if (unread > LONGEST_LINE) throw new PortalFault('too-large')
      parser.feed(text)
      hasSpoken = true
      onSign()
      for (const event of waiting.splice(0)) await onEvent(event)
    }
  } catch (error) {
    // A proxy that lets no stream through keeps it, or cuts it before anything was said.
    const isCut = !hasSpoken && error instanceof PortalFault && error.fault === 'unreachable'
    if ((silent.signal.aborted || isCut) && !signal.aborted) throw new NoStream(0)
    throw error
  } finally {
    watch.abort()
    silent.abort()
  }
}

/** Aborts `silent` when nothing comes. */
function watchSilence(pause: Pause, silent: AbortController): AbortController {
  const watch = new AbortController()
  pause(SILENCE_MS, watch.signal).then(() => silent.abort(), ignoreStop)
  return watch
}

/** One page after the other, until one fails. */
async function poll(
  { session, lastEventId, onEvent, onState, pause }: EventStreamOptions,
  signal: AbortSignal,
  onSign: () => void
): Promise<void> {
  // Those this version does not know are passed over, and not asked for again.
  let passed: string | null = null
  // The first answer comes at once, and shows that the portal is there.
  let wait = 0
  while (!signal.aborted) {
    const after: string | null = passed ?? (await lastEventId())
    const query = new URLSearchParams({ ...(after === null ? {} : { after }), wait: String(wait) })
    const head = await session.open({
      method: 'GET',
      path: `/clinic/events?${query}`,
      headers: { accept: 'application/json' },
      signal,
      timeoutMs: SILENCE_MS
    })
    const text = await readBody(head, { pause })
    if (head.status !== 200) throw new PortalRefusal(head.status, '', null)
    const { events } = parseJson(EventPage, text)
    onState('open', null)
    onSign()
    wait = POLL_SECONDS
    for (const event of events) {
      const known = PortalEvent.safeParse(event)
      if (known.success) await onEvent(known.data)
    }
    passed = events.at(-1)?.id ?? passed
  }
}

/** Null for one whose name or shape this version does not know: it is passed over, and the pull finds what it meant. */
function readEvent({
  id,
  event,
  data
}: {
  id: string | undefined
  event: string | undefined
  data: string
}): PortalEvent | null {
  try {
    const known = PortalEvent.safeParse({ id, event, data: JSON.parse(data) })
    return known.success ? known.data : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

class NoStream extends Error {
  constructor(readonly status: number) {
    super(`There is no event stream (${status}).`)
  }
}

function isStreamTrouble(error: unknown): boolean {
  return error instanceof NoStream
}

function ignoreStop(error: unknown): void {
  if (!(error instanceof PortalFault && error.fault === 'stopped')) throw error
}
