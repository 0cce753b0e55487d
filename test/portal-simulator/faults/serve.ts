import type { FastifyReply } from 'fastify'
import { LARGEST_ANSWER_BYTES } from '../../../src-main/core/portal/wire'
import type { Answer, Call } from '../call'
import { Refusal } from '../fhir/refusal'
import { refusalAnswer } from '../fhir/fhir-server'
import type { Fault } from './faults'

export type Work = (fault: Fault | null) => Answer | Promise<Answer>

/** Answers a request, with what goes wrong on the way. */
export async function serve(
  reply: FastifyReply,
  call: Call,
  { fault, work }: { fault: Fault | null; work: Work }
) {
  switch (fault?.kind) {
    case undefined:
      return send(reply, await work(null))
    case 'drop-before':
      return breakOff(reply)
    case 'drop-after':
      await work(fault)
      return breakOff(reply)
    case 'duplicate':
      await work(fault)
      return send(reply, await work(fault))
    case 'delay':
      await new Promise((resolve) => setTimeout(resolve, fault.ms))
      return send(reply, await work(fault))
    case 'truncate':
      return sendHalf(reply, await work(fault))
    case 'refuse':
      if (fault.isDone) await work(fault)
      return send(reply, refusalOf(fault))
    case 'hang':
      return void reply.hijack()
    case 'redirect':
      return send(reply, { status: 307, headers: { location: `${call.origin}${call.path}` } })
    case 'huge':
      return send(reply, {
        status: 200,
        headers: JSON_TYPE,
        body: ' '.repeat(LARGEST_ANSWER_BYTES + 1) + '{}'
      })
    case 'not-json':
      return send(reply, { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Proxy</h1>' })
    case 'wrong-references':
      return send(reply, changed(await work(fault), withWrongReference))
    case 'html':
      return send(reply, changed(await work(fault), withMarkup))
    default:
      return send(reply, await work(fault))
  }
}

const JSON_TYPE = { 'content-type': 'application/fhir+json' }

function send(reply: FastifyReply, { status, headers = {}, body }: Answer): void {
  void reply.code(status).headers(headers)
  if (body === undefined) return void reply.send()
  if (typeof body === 'string') return void reply.send(body)
  void reply.type(headers['content-type'] ?? 'application/json; charset=utf-8').send(JSON.stringify(body))
}

function breakOff(reply: FastifyReply): void {
  reply.hijack()
  reply.raw.destroy()
}

function sendHalf(reply: FastifyReply, { status, headers = {}, body }: Answer): void {
  const whole = Buffer.from(body === undefined ? '{"' : JSON.stringify(body))
  const own = { date: String(reply.getHeader('date') ?? '') }
  reply.hijack()
  reply.raw.writeHead(status === 204 ? 200 : status, {
    'content-type': 'application/json',
    ...own,
    ...headers,
    'content-length': String(whole.length + 1)
  })
  reply.raw.write(whole.subarray(0, Math.ceil(whole.length / 2)), () => reply.raw.destroy())
}

function refusalOf({ status, retryAfterSeconds }: Extract<Fault, { kind: 'refuse' }>): Answer {
  const answer = refusalAnswer(new Refusal(status, 'By plan.'))
  if (retryAfterSeconds === undefined) return answer
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(retryAfterSeconds) } }
}

type Change = (key: string, value: unknown) => unknown

function changed(answer: Answer, change: Change): Answer {
  if (answer.body === undefined || typeof answer.body === 'string') return answer
  return { ...answer, body: JSON.parse(JSON.stringify(answer.body, change)) }
}

const withWrongReference: Change = (key, value) =>
  key === 'reference' && typeof value === 'string' ? `${value.split('/')[0]}/nowhere` : value

const TEXTS: ReadonlySet<string> = new Set(['family', 'text', 'display', 'description'])

const withMarkup: Change = (key, value) =>
  TEXTS.has(key) && typeof value === 'string' ? `${value}<img src=x onerror="alert(1)"><b>` : value
